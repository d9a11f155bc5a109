/** Figures of a regression: predicted and actual, intervals, residuals. */

import { histogramPlot } from '../../../../shared/page/charts/bars.ts';
import { heat } from '../../../../shared/page/charts/heat.ts';
import { plot } from '../../../../shared/page/charts/plot.ts';
import { diagonal, dots, level, line, type Point } from '../../../../shared/page/charts/points.ts';
import { amount, number, percent, short } from '../../../../shared/page/format.ts';
import { type Html, html } from '../../../../shared/page/html.ts';
import { figure, numeric, section, table } from '../../../../shared/page/table.ts';
import type { ModelCard, TargetFacts } from '../../card.ts';
import type { Intervals, Performance, PredictedActual, Residuals } from '../../performance/section.ts';

export function regression({ details, performance }: ModelCard): Html | null {
  const { predictedActual, intervals, residuals } = performance;
  if (!predictedActual || !residuals) return null;
  const { target } = details;
  return section(
    'figures',
    'Predictions, intervals and residuals',
    html`<div class="pair">${predictedPlot(predictedActual, target)}${intervals ? coveragePlot(intervals, target) : ''}</div>
${tenthsTable(performance, target)}
<div class="pair">${residualFigures(residuals, target)}</div>`,
  );
}

function predictedPlot({ grid }: PredictedActual, { label, unit }: TargetFacts): Html {
  const format = (value: number): string => short(value, unit);
  const chart = heat(
    {
      title: `Actual against predicted ${label}, rows counted in cells`,
      x: { label: `predicted ${label}`, format },
      y: { label: `actual ${label}`, format },
      height: 340,
    },
    grid,
    'diagonal',
  );
  return figure(
    chart,
    'Held-out rows, stronger where there are more. On the dashed line the answer is right.',
  );
}

function coveragePlot(
  { level: promised, coverage, medianWidth, byPredicted, byActual }: Intervals,
  target: TargetFacts,
): Html {
  const points = (bands: Intervals['byActual']): Point[] => bands.map((band, i) => [i + 1, band.coverage]);
  const lowest = Math.min(0.7, ...[...byPredicted, ...byActual].map((band) => band.coverage - 0.02));
  const tenths = Array.from({ length: 10 }, (_, i) => i + 1);
  const chart = plot(
    {
      title: `Coverage of ${percent(promised)} intervals in tenths of ${target.label}`,
      x: {
        scale: 'linear',
        from: 0.5,
        to: 10.5,
        label: `tenth of ${target.label}, lowest first`,
        format: String,
        ticks: tenths,
      },
      y: {
        scale: 'linear',
        from: Math.max(0, lowest),
        to: 1,
        label: 'share inside',
        format: (share) => `${Math.round(share * 100)} %`,
      },
      height: 340,
    },
    (area) =>
      html`${level(promised, area)}${line(points(byPredicted), area)}${dots(points(byPredicted), area)}${line(points(byActual), area, 2)}${dots(points(byActual), area, 2)}`,
  );
  return figure(
    chart,
    html`Of all rows ${percent(coverage)} lie inside their ${percent(promised)} interval, whose median width is ${amount(medianWidth, target.unit)}. <span class="key c1"></span>by predicted, <span class="key c2"></span>by actual ${target.label}.`,
  );
}

function tenthsTable({ predictedActual, intervals }: Performance, { label, unit }: TargetFacts): Html {
  const rows = (predictedActual?.tenths ?? []).map(({ rows, predicted, actual }, i) => [
    `${i + 1}`,
    number(rows),
    amount(predicted, unit),
    amount(actual, unit),
    ...(intervals ? [percentOf(intervals.byPredicted[i]), percentOf(intervals.byActual[i])] : []),
  ]);
  const head = [
    'Tenth',
    numeric('Rows'),
    numeric(`Mean predicted ${label}`),
    numeric(`Mean actual ${label}`),
    ...(intervals ? [numeric('Coverage by predicted'), numeric('Coverage by actual')] : []),
  ];
  return html`<details><summary>The numbers, by tenth of the prediction</summary>${table({ head, rows })}</details>`;
}

const percentOf = (band: { readonly coverage: number } | undefined): string =>
  band ? percent(band.coverage) : '–';

function residualFigures(residuals: Residuals, { label, unit }: TargetFacts): Html {
  const { of, bins, grid, mean, std, median, quantiles } = residuals;
  const format = of === 'log' ? times : (value: number) => short(value, unit);
  const name = of === 'log' ? 'actual / predicted' : 'actual - predicted';
  const axis = { scale: 'linear', label: name, format, ...(of === 'log' ? { ticks: FACTORS } : {}) } as const;
  const histogram = histogramPlot({ title: `Histogram of ${name}`, x: axis, height: 260 }, bins);
  const overPrediction = heat(
    {
      title: `${name} over the predicted ${label}, rows counted in cells`,
      x: { label: `predicted ${label}`, format: (value) => short(value, unit) },
      y: axis,
      height: 260,
    },
    grid,
    'zero',
  );
  const spread = of === 'log' ? `a factor of ${Math.exp(std).toFixed(2)}` : amount(std, unit);
  const parts = [
    figure(
      histogram,
      `Residuals (the outermost bars take in all beyond them): median ${format(median)}, mean ${format(mean)}, standard deviation ${spread}${of === 'log' ? ' (taken of logarithms)' : ''}.`,
    ),
    figure(
      overPrediction,
      'Residuals over the prediction: around the dashed line at every height where nothing is left to learn from it.',
    ),
    quantiles.length > 0 ? quantilePlot(quantiles) : '',
  ];
  return html`${parts}`;
}

/** A residual of logarithms as the factor that it is. */
const times = (log: number): string => `${Number(Math.exp(log).toPrecision(3))}×`;

/** Labelled on an axis of residuals of logarithms. */
const FACTORS = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16].map(Math.log);

function quantilePlot(quantiles: Residuals['quantiles']): Html {
  const ends = quantiles.flatMap(({ normal, residual }) => [normal, residual]);
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  const axis = { scale: 'linear', from, to, format: number } as const;
  const points = quantiles.map(({ normal, residual }): Point => [normal, residual]);
  const chart = plot(
    {
      title: 'Quantiles of standardised residuals against those of the normal distribution',
      x: { ...axis, label: 'normal quantile' },
      y: { ...axis, label: 'residual quantile' },
      height: 260,
    },
    (area) => html`${diagonal(area)}${dots(points, area)}`,
  );
  return figure(
    chart,
    'Standardised residuals against the normal distribution: beyond the dashed line at the ends, large errors are more frequent than in a normal one.',
  );
}
