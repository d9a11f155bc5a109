/** A grid of counts, stronger where there are more rows: a scatter plot that stays small. */
import { type Html, html } from '../html.ts';
import { type Plot, type PlotAxis, plot } from './plot.ts';
import { type Range, round } from './scale.ts';

type Words = Pick<PlotAxis, 'label' | 'format' | 'ticks'>;

/** Counted rows: `[column, row, rows]`, column 0 the lowest x, row 0 the lowest y. */
export interface Grid {
  readonly x: Range & { readonly bins: number };
  readonly y: Range & { readonly bins: number };
  readonly cells: readonly (readonly [column: number, row: number, rows: number])[];
}

const STEPS = 5;

/** @param line further marks over the cells: the diagonal, or zero */
export function heat(
  settings: Pick<Plot, 'title' | 'width' | 'height'> & { x: Words; y: Words },
  grid: Grid,
  line: 'diagonal' | 'zero',
): Html {
  const x = { ...grid.x, ...settings.x };
  const y = { ...grid.y, ...settings.y };
  return plot({ ...settings, x, y }, (area) => {
    const width = (area.right - area.left) / grid.x.bins;
    const height = (area.bottom - area.top) / grid.y.bins;
    const cell = (column: number, row: number): string =>
      `M${round(area.left + column * width)} ${round(area.bottom - (row + 1) * height)}h${round(width)}v${round(height)}h-${round(width)}z`;
    const layers = layered(grid).map(
      (cells, step) =>
        html`<path class="heat${step + 1}" d="${cells.map(([column, row]) => cell(column, row))}"/>`,
    );
    const reference =
      line === 'diagonal'
        ? `M${area.left} ${area.bottom}L${area.right} ${area.top}`
        : `M${area.left} ${area.y.at(0)}H${area.right}`;
    return html`${layers}<path class="mark" d="${reference}"/>`;
  });
}

/** Cells by how many rows they hold, in steps of the logarithm. */
function layered({ cells }: Grid): Grid['cells'][] {
  const most = Math.max(2, ...cells.map(([, , rows]) => rows));
  const stepOf = (rows: number): number =>
    Math.min(STEPS - 1, Math.floor((Math.log(rows) / Math.log(most)) * STEPS));
  return Array.from({ length: STEPS }, (_, step) => cells.filter(([, , rows]) => stepOf(rows) === step));
}
