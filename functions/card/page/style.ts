/** The look of a card: light and dark, wide and narrow, on paper. No colour alone carries a meaning. */
export const style = `
:root { color-scheme: light dark; --ink: #1b2530; --soft: #5b6875; --line: #dfe4e8; --back: #fff; --tint: #f5f7f8; --sea: #0b6e8a; --sea2: #b0570f; --sea3: #5b4b9e; --sea4: #3d7a2d; --warn: #b3400f; --h1: #d3e7ee; --h2: #9bcad9; --h3: #5fa9c0; --h4: #2a839f; --h5: #0a566c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e3e9ee; --soft: #9dabb8; --line: #2c3740; --back: #12181d; --tint: #1a2229; --sea: #5cb8d3; --sea2: #e59a5a; --sea3: #a99be8; --sea4: #8cc97a; --warn: #f0976a; --h1: #1d3944; --h2: #235668; --h3: #2f7a92; --h4: #4aa3bd; --h5: #9ddbed; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 58rem; padding: 2.2rem 1.2rem 4rem; font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; color: var(--ink); background: var(--back); }
h1 { margin: 0; font-size: 1.8rem; line-height: 1.2; font-weight: 650; letter-spacing: -.01em; }
h2 { margin: 3rem 0 .8rem; padding-top: .9rem; border-top: 1px solid var(--line); font-size: 1.25rem; font-weight: 650; }
h3 { margin: 1.6rem 0 .4rem; font-size: 1rem; font-weight: 650; }
p { margin: .5rem 0; max-width: 44rem; }
p.soft, figcaption, caption, small, .soft { color: var(--soft); }
a { color: var(--sea); }
header p { font-size: 1.05rem; }
.verdict { display: inline-block; margin: .9rem 0 0; padding: .45rem .8rem; border: 1px solid var(--line); border-left: 4px solid var(--sea); border-radius: .25rem; background: var(--tint); }
.verdict.no { border-left-color: var(--warn); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.2rem, 1fr)); gap: .8rem; margin: 1.2rem 0 0; padding: 0; }
.figures div { padding: .6rem .8rem; border: 1px solid var(--line); border-radius: .35rem; }
.figures dt { color: var(--soft); font-size: .85rem; }
.figures dd { margin: 0; font-size: 1.25rem; font-weight: 650; font-variant-numeric: tabular-nums; }
nav { margin: 1.4rem 0 0; font-size: .92rem; }
nav a { margin-right: .9rem; white-space: nowrap; }
.wide { overflow-x: auto; }
table { width: 100%; margin: .6rem 0 1rem; border-collapse: collapse; font-size: .89rem; }
caption { padding: 0 0 .35rem; text-align: left; }
th, td { padding: .3rem .7rem .3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 500; }
.n { text-align: right; font-variant-numeric: tabular-nums; } td.n { white-space: nowrap; }
.name, tbody th code { white-space: nowrap; overflow-wrap: normal; }
td small, th small { display: block; }
td svg { display: block; margin-top: .25rem; max-width: none; }
ul { margin: .4rem 0; padding-left: 1.2rem; max-width: 44rem; }
li { margin: .3rem 0; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr)); gap: 1.2rem; align-items: start; }
figure { margin: .8rem 0; min-width: 0; break-inside: avoid; }
figcaption { font-size: .87rem; max-width: 27rem; }
svg { max-width: 100%; height: auto; overflow: visible; }
svg text { font: 11px system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; fill: var(--soft); }
.mid { text-anchor: middle; } .end { text-anchor: end; } .label { fill: var(--ink); }
.axis { stroke: var(--soft); fill: none; } .grid { stroke: var(--line); fill: none; }
.bar { fill: var(--sea); } .bar.warn { fill: var(--warn); }
.mark { stroke: var(--ink); stroke-dasharray: 4 3; fill: none; }
.line { fill: none; stroke-width: 1.8; } .dot { stroke-width: 1.5; }
.c1 { stroke: var(--sea); fill: var(--sea); } .c2 { stroke: var(--sea2); fill: var(--sea2); } .c3 { stroke: var(--sea3); fill: var(--sea3); } .c4 { stroke: var(--sea4); fill: var(--sea4); }
.line.c1, .line.c2, .line.c3, .line.c4 { fill: none; } .hollow { fill: var(--back); }
.heat1 { fill: var(--h1); } .heat2 { fill: var(--h2); } .heat3 { fill: var(--h3); } .heat4 { fill: var(--h4); } .heat5 { fill: var(--h5); }
.key { display: inline-block; width: .7em; height: .7em; margin-right: .3em; border-radius: 50%; border: 2px solid; }
.key.c1 { color: var(--sea); background: currentcolor; } .key.c2 { color: var(--sea2); background: currentcolor; } .key.c3 { color: var(--sea3); background: currentcolor; } .key.c4 { color: var(--sea4); background: currentcolor; }
.values { display: grid; gap: .1rem; }
.value { display: grid; grid-template-columns: minmax(4rem, 9rem) 90px 4rem; gap: .5rem; align-items: center; font-size: .84rem; line-height: 1.3; }
.value span:first-child { overflow-wrap: anywhere; } .value svg { margin: 0; }
.warning { color: var(--warn); font-weight: 600; white-space: nowrap; }
code, pre { font: .86rem ui-monospace, "Liberation Mono", Menlo, monospace; overflow-wrap: anywhere; }
pre { margin: .5rem 0; padding: .7rem .9rem; white-space: pre-wrap; background: var(--tint); border: 1px solid var(--line); border-radius: .35rem; }
details { margin: .4rem 0; } summary { cursor: pointer; color: var(--sea); }
footer { margin-top: 3rem; padding-top: .9rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .87rem; }
@page { size: A4; margin: 16mm 14mm; }
@media print { :root { color-scheme: light; --ink: #1b2530; --soft: #4d5a66; --line: #d5dbe0; --back: #fff; --tint: #fff; --sea: #0b6e8a; --sea2: #b0570f; --sea3: #5b4b9e; --sea4: #3d7a2d; --warn: #b3400f; --h1: #d3e7ee; --h2: #9bcad9; --h3: #5fa9c0; --h4: #2a839f; --h5: #0a566c; }
  body { max-width: none; padding: 0; font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; } nav { display: none; } .figures { grid-template-columns: repeat(3, 1fr); } h2, h3 { break-after: avoid; } tr { break-inside: avoid; } .wide { overflow: visible; } .pair { grid-template-columns: 1fr 1fr; } }
`;
