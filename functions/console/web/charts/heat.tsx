/** Rows counted in cells, stronger where there are more: many points that stay small. */
import type { Grid } from '../../../../shared/api/card.ts';
import { round } from '../../../../shared/page/charts/scale.ts';
import type { Area } from './plot.tsx';

const STEPS = 5;

export function Heat({ grid, area }: { readonly grid: Grid; readonly area: Area }) {
  const { left, right, top, bottom } = area;
  const [width, height] = [(right - left) / grid.x.bins, (bottom - top) / grid.y.bins];
  const cell = ([column, row]: Grid['cells'][number]): string =>
    `M${round(left + column * width)} ${round(bottom - (row + 1) * height)}h${round(width)}v${round(height)}h-${round(width)}z`;
  const most = Math.max(2, ...grid.cells.map(([, , rows]) => rows));
  return (
    <>
      {Array.from({ length: STEPS }, (_, step) => (
        <path
          key={step}
          class={`heat heat-${step + 1}`}
          d={grid.cells
            .filter(([, , rows]) => stepOf(rows, most) === step)
            .map(cell)
            .join('')}
        />
      ))}
    </>
  );
}

/** Of the logarithm: most cells hold few rows. */
const stepOf = (rows: number, most: number): number =>
  Math.min(STEPS - 1, Math.floor((Math.log(rows) / Math.log(most)) * STEPS));
