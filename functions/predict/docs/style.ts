/** The look of /docs: light and dark, wide and narrow. */
export const style = `
:root { color-scheme: light dark; --ink: #16212b; --soft: #5a6a78; --line: #d5dde3; --back: #f6f8f9; --card: #fff; --sea: #0b6e8a; --wrong: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4ebf0; --soft: #9aabb8; --line: #2d3a45; --back: #11181e; --card: #1a242c; --sea: #56bcd8; --wrong: #ff8a80; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 2rem 1rem 4rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); }
h1 { margin: 0; font-size: 1.7rem; }
h2 { margin: 0 0 .5rem; font-size: 1.2rem; }
h3 { margin: 1.2rem 0 .3rem; font-size: .95rem; color: var(--soft); font-weight: 600; }
section { margin-top: 1.5rem; padding: 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: .6rem; }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .8rem; margin: 1rem 0; }
.key { max-width: 30rem; margin-bottom: 1rem; }
label { display: flex; flex-direction: column; justify-content: flex-end; gap: .15rem; }
label span { display: block; line-height: 1.25; font-size: .85rem; font-weight: 600; }
small { font-weight: 400; color: var(--soft); }
input { width: 100%; padding: .45rem .6rem; font: inherit; color: inherit; background: var(--back); border: 1px solid var(--line); border-radius: .35rem; }
input[aria-invalid=true] { border-color: var(--wrong); }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 2px solid var(--sea); outline-offset: 2px; }
button { padding: .5rem 1.2rem; font: inherit; font-weight: 600; color: var(--card); background: var(--sea); border: 1px solid var(--sea); border-radius: .35rem; cursor: pointer; }
button.plain { color: var(--sea); background: none; }
output { display: block; margin-top: 1rem; padding: 1rem; border: 1px solid var(--line); border-radius: .35rem; }
output[hidden] { display: none; }
output strong { font-size: 1.5rem; }
output.refused { border-color: var(--wrong); }
output.refused strong { font-size: 1.1rem; color: var(--wrong); }
output p { margin: .4rem 0; }
.wide { overflow-x: auto; }
table { width: 100%; margin-top: .8rem; border-collapse: collapse; font-size: .9rem; }
td:first-child { overflow-wrap: anywhere; }
td, th { padding: .2rem .4rem; text-align: left; border-bottom: 1px solid var(--line); }
td:nth-child(n+2), th:nth-child(n+2) { text-align: right; font-variant-numeric: tabular-nums; }
.sum td:nth-child(2) { color: var(--soft); }
.sum tr:nth-child(2), .sum tr:last-child { font-weight: 600; }
.sum td:nth-child(3) { white-space: nowrap; }
.bar { position: relative; width: 12rem; min-width: 4rem; }
.bar i { position: absolute; top: .35rem; bottom: .35rem; background: var(--sea); border-radius: 1px; }
.bar i.less { background: var(--wrong); }
@media (max-width: 34rem) {
  body { padding: 1rem .6rem 3rem; }
  section { padding: .8rem; }
  output { padding: .7rem; }
  .sum tr { display: grid; grid-template: "what adds" "here bar" / 1fr auto; align-items: center; padding: .25rem 0; border-bottom: 1px solid var(--line); }
  .sum tr:first-child { display: none; }
  .sum td { border: 0; padding: .05rem .2rem; }
  .sum td:nth-child(1) { grid-area: what; }
  .sum td:nth-child(2) { grid-area: here; text-align: left; font-size: .85rem; }
  .sum td:nth-child(3) { grid-area: adds; }
  .sum .bar { grid-area: bar; width: 9rem; height: .9rem; padding: 0; }
  .bar i { top: .1rem; bottom: .1rem; }
}
pre { margin: 0; padding: .7rem .9rem; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .82rem; background: var(--back); border: 1px solid var(--line); border-radius: .35rem; }
a { color: var(--sea); }
details { margin-top: .8rem; }
`;
