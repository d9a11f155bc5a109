/** One panel of a chart: a few series over time, with its axis, its unit and a legend. */

import { type Html, html } from '../html.ts';
import { INK, PALE } from './colours.ts';
import type { Frame } from './frame.ts';
import { round, type Scale, scaleOf } from './scale.ts';
import { DASHED, type Series, seriesSvg } from './series.ts';
import { valueMark } from './text.ts';

export interface Panel {
  readonly title: string;
  /** Of the values, as "requests/s". */
  readonly unit: string;
  readonly scale: 'linear' | 'log';
  /** Things that are counted: there is no half of one. */
  readonly whole?: boolean;
  readonly series: readonly Series[];
}

/** @param x the scale of time that all panels share */
export function panelSvg(panel: Panel, frame: Frame, x: Scale): Html {
  const { left, right, top, bottom } = frame;
  const ends = endsOf(panel);
  const { at, ticks } = scaleOf({ scale: panel.scale, ...ends }, [bottom, top]);
  // There is no 0 on a logarithmic axis.
  const y: Scale = { at: (value) => at(Math.max(value, ends.from)), ticks };
  const marked = panel.whole ? ticks.filter(Number.isInteger) : ticks;
  const grid = marked.map((tick) => valueMark(y.at(tick), frame, numberText(tick), { size: 12, gap: 8 }));
  return html`<g><text x="${left}" y="${top - 10}" font-weight="600" fill="${INK}">${panel.title}</text>
<text transform="translate(${left - 60} ${(top + bottom) / 2}) rotate(-90)" text-anchor="middle" fill="${PALE}">${panel.unit}</text>
${legendSvg(panel.series, right, top - 10)}
${grid}
${panel.series.map((series) => seriesSvg(series, x, y, bottom))}</g>`;
}

/** Of a linear axis 0 and a little more than the most; of a logarithmic one the powers of ten around the values. */
function endsOf({ scale, series }: Panel): { readonly from: number; readonly to: number } {
  const values = series.flatMap(({ points }) => points.flatMap(([, value]) => value ?? []));
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  if (scale === 'linear') return { from: 0, to: most === 0 ? 1 : 1.08 * most };
  const least = values.filter((value) => value > 0).reduce((a, b) => Math.min(a, b), most || 1);
  const from = 10 ** Math.floor(Math.log10(least));
  return { from, to: Math.max(10 * from, 10 ** Math.ceil(Math.log10(most || 1))) };
}

/** From the right: the entries in the order of the series. */
function legendSvg(series: readonly Series[], right: number, y: number): Html[] {
  let end = right;
  return [...series].reverse().map(({ name, color, dashed }) => {
    // Some 6.3 pixels a letter at 12 px.
    const from = round(end - 6.3 * name.length);
    end = from - 38;
    return html`<path d="M${round(from - 24)} ${y - 4}h18" stroke="${color}" stroke-width="3"${dashed ? DASHED : ''}/><text x="${from}" y="${y}" fill="${INK}">${name}</text>`;
  });
}

export const numberText = (value: number): string =>
  value >= 1000 ? value.toLocaleString('en-US') : String(Number(value.toPrecision(12)));
