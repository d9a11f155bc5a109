/** Figures of a classification: do probabilities mean what they say? */

import { plot } from '../../../../shared/page/charts/plot.ts';
import { diagonal, dots, line, type Point } from '../../../../shared/page/charts/points.ts';
import { number, percent } from '../../../../shared/page/format.ts';
import { type Html, html } from '../../../../shared/page/html.ts';
import { figure, numeric, section, table } from '../../../../shared/page/table.ts';
import type { ModelCard } from '../../card.ts';
import type { ReliabilityCurve } from '../../performance/section.ts';

export function classification({ performance: { reliability } }: ModelCard): Html | null {
  if (!reliability) return null;
  return section(
    'figures',
    'Calibration of probabilities',
    html`<p>Rows in bins of equal size by the probability that they were given for a class: how probable it was said to be, and how often it was so. On the dashed line both agree.</p>
<div class="pair">${reliability.map(curveFigure)}</div>
<details><summary>The numbers</summary>${reliability.map(curveTable)}</details>`,
  );
}

function curveFigure({ of, error, bins }: ReliabilityCurve): Html {
  const points = bins.map(({ given, observed }): Point => [given, observed]);
  const most = Math.max(0.05, ...points.flat());
  const to = Math.min(1, Math.ceil(most * 10) / 10);
  const axis = {
    scale: 'linear',
    from: 0,
    to,
    format: (share: number) => `${Math.round(share * 100)} %`,
  } as const;
  const chart = plot(
    {
      title: `Reliability of the probabilities of ${of}`,
      x: { ...axis, label: `probability given to ${of}` },
      y: { ...axis, label: 'share that was so' },
    },
    (area) => html`${diagonal(area)}${line(points, area)}${dots(points, area)}`,
  );
  return figure(
    chart,
    `${of}: given and true shares differ by ${(error * 100).toFixed(1)} points on average.`,
  );
}

function curveTable({ of, bins }: ReliabilityCurve): Html {
  return table({
    caption: `Probabilities of ${of}`,
    head: ['Bin', numeric('Rows'), numeric('Mean given'), numeric('Was so')],
    rows: bins.map(({ rows, given, observed }, i) => [
      String(i + 1),
      number(rows),
      percent(given),
      percent(observed),
    ]),
  });
}
