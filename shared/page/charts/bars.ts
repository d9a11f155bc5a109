/** Bars: a column's distribution small enough for a table, and a share beside its number. */
import { type Html, html } from '../html.ts';
import { type Area, type Plot, type PlotAxis, plot } from './plot.ts';
import { round } from './scale.ts';

/** Rows between two values. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

const SPARK = { width: 150, height: 34 };

/** Bars of one width, whatever the bins span. @param title what a reader who does not see it is told */
export function sparkBars(bins: readonly Bin[], title: string): Html {
  const { width, height } = SPARK;
  const most = Math.max(1, ...bins.map(({ rows }) => rows));
  const step = width / Math.max(1, bins.length);
  const bars = bins.map(({ rows }, i) =>
    bar(i * step, height, Math.max(step - 1, 1), (rows / most) * height),
  );
  return html`<svg role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><title>${title}</title><path class="bar" d="${bars}"/><path class="axis" d="M0 ${height}H${width}"/></svg>`;
}

/** A histogram with axes. The outermost bars are as wide as their neighbours, though they take in what lies beyond. */
export function histogramPlot(
  settings: Pick<Plot, 'title' | 'height'> & { readonly x: Omit<PlotAxis, 'from' | 'to'> },
  bins: readonly Bin[],
): Html {
  const { from, to } = middleOf(bins);
  const most = Math.max(1, ...bins.map(({ rows }) => rows));
  const y = { scale: 'linear', from: 0, to: most, label: 'rows', format: String } as const;
  return plot(
    { ...settings, x: { ...settings.x, from, to }, y },
    (area) => html`<path class="bar" d="${bins.map((bin) => wide(bin, area, from, to))}"/>`,
  );
}

function middleOf(bins: readonly Bin[]): { from: number; to: number } {
  const [first, second] = bins;
  const last = bins.at(-1);
  if (!first || !second || !last) return { from: (first?.from ?? 0) - 1, to: (first?.to ?? 0) + 1 };
  const width = second.to - second.from;
  // Bins of single values have no width.
  return width > 0 ? { from: first.to - width, to: last.from + width } : { from: first.from, to: last.to };
}

function wide(bin: Bin, { x, y, bottom }: Area, from: number, to: number): string {
  const [start, end] = [x.at(Math.max(bin.from, from)), x.at(Math.min(bin.to, to))];
  return bar(start, bottom, Math.max(end - start - 1, 1), bottom - y.at(bin.rows));
}

const bar = (x: number, bottom: number, width: number, height: number): string =>
  height > 0 ? `M${round(x)} ${bottom}v-${round(height)}h${round(width)}v${round(height)}z` : '';

/** A share, 0 to 1, as the length of a bar. It repeats a number that stands beside it, so it is hidden from readers. */
export function meter(
  share: number,
  { marked = false, mark }: { marked?: boolean; mark?: number } = {},
): Html {
  const width = 90;
  const length = round(Math.min(1, Math.max(0, share)) * width);
  const line = mark === undefined ? '' : html`<path class="mark" d="M${round(mark * width)} 0v12"/>`;
  return html`<svg aria-hidden="true" viewBox="0 0 ${width} 12" width="${width}" height="12"><path class="${marked ? 'bar warn' : 'bar'}" d="M0 1h${length}v10h-${length}z"/>${line}</svg>`;
}
