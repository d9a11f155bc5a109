/** How the model does on parts of the rows. */

import { REST } from '../../../../shared/ml/metrics/slices.ts';
import { meter } from '../../../../shared/page/charts/bars.ts';
import { amount, number } from '../../../../shared/page/format.ts';
import { type Html, html } from '../../../../shared/page/html.ts';
import { numeric, section, table } from '../../../../shared/page/table.ts';
import type { ModelCard } from '../../card.ts';
import type { CardSlice, SliceGroup } from '../../performance/section.ts';
import { metricValue, metricWords, sliceMetrics } from '../metrics.ts';

/** Longer tables begin with these, the rest unfolds. */
const SHOWN = 20;

export function slices({ details, performance }: ModelCard): Html | null {
  if (performance.slices.length === 0) return null;
  const { target } = details;
  const names = sliceMetrics(target.task, target.classes).filter((name) => name in performance.metrics);
  // Within a narrow band of the target itself hardly any variance is left to explain.
  const shownFor = (column: string): string[] =>
    column === target.column ? names.filter((name) => !name.startsWith('r2')) : names;
  const groups = performance.slices.map((group) => groupTable(group, shownFor(group.column), target));
  return section(
    'slices',
    'Results by slice',
    html`<p>Beside the metrics: the mean loss of the slice's rows (${target.task === 'regression' ? 'error in proportion to the value' : '-log of the probability given to the true class'}), as a multiple of that of all rows (the dashed line). <span class="warning">Harder</span> marks slices where it is over a tenth larger, and by more than three standard errors.</p>${groups}`,
  );
}

/** Name of a slice; of a tenth its bounds. */
export function sliceName({ slice, from, to }: CardSlice, unit: string | null): string {
  if (from !== null && to !== null) return `${amount(from, unit)} to ${amount(to, unit)}`;
  return slice === REST ? 'all others together' : slice;
}

function groupTable(
  { label, unit, slices: all }: SliceGroup,
  metrics: readonly string[],
  target: ModelCard['details']['target'],
): Html {
  const most = Math.max(2, ...all.map(({ relativeLoss }) => relativeLoss));
  const rowOf = (slice: CardSlice) => [
    html`<span class="name">${sliceName(slice, unit)}</span>`,
    number(slice.rows),
    ...metrics.map((name) => metricValue(name, slice.metrics[name], target)),
    html`${meter(slice.relativeLoss / most, { marked: slice.worse, mark: 1 / most })}`,
    html`<span class="name">${slice.relativeLoss.toFixed(2)}${slice.worse ? html` <span class="warning">Harder</span>` : ''}</span>`,
  ];
  const head = [
    label,
    numeric('Rows'),
    ...metrics.map((name) => numeric(metricWords(name).label)),
    'Mean loss',
    '',
  ];
  const rows = all.map(rowOf);
  const rest = rows.slice(SHOWN);
  return html`<h3>By ${label}</h3>${table({ head, rows: rows.slice(0, SHOWN) })}${
    rest.length > 0
      ? html`<details><summary>${rest.length} more</summary>${table({ head, rows: rest })}</details>`
      : ''
  }`;
}
