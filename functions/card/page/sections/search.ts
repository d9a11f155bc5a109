/** The candidates, and how the best was found. */

import { type PlotAxis, plot } from '../../../../shared/page/charts/plot.ts';
import { dots, line, type Point, steps } from '../../../../shared/page/charts/points.ts';
import { seconds } from '../../../../shared/page/format.ts';
import { type Html, html } from '../../../../shared/page/html.ts';
import { figure, numeric, section, table } from '../../../../shared/page/table.ts';
import type { ModelCard, TargetFacts } from '../../card.ts';
import type { Numbers } from '../../numbers.ts';
import type { CardTrial, SearchSection } from '../../search.ts';
import { metricValue, metricWords } from '../metrics.ts';
import { familyWords } from './overview.ts';

export function search({ search: found, details }: ModelCard): Html {
  const { trials, seconds: spent } = found;
  const parts = details.trainingSeconds;
  return section(
    'search',
    'Candidates and search',
    html`<p>${trials.length} candidates were fitted on the training part and compared by ${metricWords(found.metric).label}${found.weighted ? ' (rows by their weight)' : ''} on the validation part; they took ${seconds(spent)} in all${parts === null ? '' : `, the training ${seconds(parts)} from its beginning to its end`}.</p>
${chosen(details.trials)}${families(found, details.target)}<div class="pair">${history(found)}${curves(found)}</div>${trialTable(found, details.target)}`,
  );
}

function chosen(trials: readonly number[]): Html | null {
  const [first, ...others] = trials;
  if (first === undefined) return null;
  return others.length > 0
    ? html`<p>The model is the average of those of trials ${trials.join(', ')}, which together did better than the best alone.</p>`
    : html`<p>The model is that of trial ${first}.</p>`;
}

function families({ families: best, metric }: SearchSection, target: TargetFacts): Html {
  const others = Object.keys(best[0]?.metrics ?? {})
    .filter((name) => name !== metric)
    .slice(0, 3);
  return table({
    caption: 'The best of each family, on the validation part',
    head: [
      'Family',
      numeric('Trials'),
      numeric('Best trial'),
      numeric(metricWords(metric).label),
      ...others.map((name) => numeric(metricWords(name).label)),
    ],
    rows: best.map(({ family, trials, best: trial, score, metrics }) => [
      familyWords(family),
      String(trials),
      String(trial),
      metricValue(metric, score, target),
      ...others.map((name) => metricValue(name, metrics[name], target)),
    ]),
  });
}

function history({ trials, metric, better, families: best }: SearchSection): Html | null {
  const scored = trials.filter(isScored);
  if (scored.length < 2) return null;
  const names = best.map(({ family }) => family);
  const title = `${metricWords(metric).label} of each trial, and the best so far`;
  const chart = plot(
    { title, x: trialAxis(trials), y: scoreAxis(scored, metricWords(metric).label), height: 280 },
    (area) => [
      steps(bestSoFar(scored, better), area, 1),
      ...names.map((family, i) => dots(pointsOf(scored, family, true), area, colourOf(i))),
      ...names.map((family, i) => dots(pointsOf(scored, family, false), area, colourOf(i), true)),
    ],
  );
  const keys = names.map(
    (family, i) =>
      html`<span class="name"><span class="key c${colourOf(i)}"></span>${familyWords(family)}</span> `,
  );
  const isHollow = trials.some(({ status }) => status === 'stopped');
  return figure(
    chart,
    html`${keys}<br>The line is the best so far.${isHollow ? ' Hollow points were stopped on the way.' : ''}`,
  );
}

type Scored = CardTrial & { readonly score: number };

const isScored = (trial: CardTrial): trial is Scored => trial.score !== null;

const trialAxis = (trials: readonly CardTrial[]): PlotAxis => ({
  scale: 'linear',
  from: -0.5,
  to: trials.length - 0.5,
  label: 'trial',
  format: String,
  ...(trials.length <= 20 ? { ticks: trials.map(({ trial }) => trial) } : {}),
});

function scoreAxis(scored: readonly Scored[], label: string): PlotAxis {
  const scores = scored.map(({ score }) => score);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const margin = (high - low) * 0.06 || 1;
  return { scale: 'linear', from: low - margin, to: high + margin, label, format: fourDigits };
}

const fourDigits = (value: number): string => String(Number(value.toPrecision(4)));

/** Longer searches show these, the last. */
const CURVES = 40;

function curves({ trials, families: best }: SearchSection): Html | null {
  const climbed = trials.filter(({ curve }) => curve.length > 1).slice(-CURVES);
  if (climbed.length === 0) return null;
  const names = best.map(({ family }) => family);
  const title = 'Validation loss of each trial while it learned';
  const chart = plot({ title, ...curveAxes(climbed), height: 280 }, (area) =>
    climbed.map(({ curve, family, status }) => {
      const colour = colourOf(Math.max(0, names.indexOf(family)));
      const way = curve.map(({ rounds, loss }): Point => [rounds, loss]);
      return html`${line(way, area, colour)}${dots(way.slice(-1), area, colour, status === 'stopped')}`;
    }),
  );
  return figure(
    chart,
    'The loss of trials that learn in rounds, at the rounds at which they were compared, and where they ended.',
  );
}

function curveAxes(climbed: readonly CardTrial[]): { readonly x: PlotAxis; readonly y: PlotAxis } {
  const points = climbed.flatMap(({ curve }) => curve);
  const ends = (values: readonly number[]) => ({ from: Math.min(...values), to: Math.max(...values) });
  const rounds = ends(points.map((point) => point.rounds));
  const losses = ends(points.map(({ loss }) => loss));
  return {
    x: { scale: 'log', ...rounds, label: 'rounds', format: String },
    y: { scale: 'linear', ...losses, label: 'validation loss', format: fourDigits },
  };
}

const colourOf = (family: number): number => (family % 4) + 1;

const pointsOf = (trials: readonly Scored[], family: string, finished: boolean): Point[] =>
  trials
    .filter((trial) => trial.family === family && (trial.status === 'finished') === finished)
    .map(({ trial, score }) => [trial, score]);

function bestSoFar(trials: readonly Scored[], better: 'higher' | 'lower'): Point[] {
  let best = better === 'higher' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return trials
    .filter(({ status }) => status === 'finished')
    .map(({ trial, score }) => {
      best = better === 'higher' ? Math.max(best, score) : Math.min(best, score);
      return [trial, best];
    });
}

function trialTable({ trials, metric }: SearchSection, target: TargetFacts): Html {
  const rows = trials.map(({ trial, round, family, status, score, seconds: spent, parameters }) => [
    String(trial),
    String(round),
    familyWords(family),
    status,
    metricValue(metric, score ?? undefined, target),
    spent === null ? '–' : seconds(spent),
    html`<small>${settings(parameters)}</small>`,
  ]);
  return html`<details><summary>All trials</summary>${table({
    head: [
      'Trial',
      numeric('Round'),
      'Family',
      'Ended',
      numeric(metricWords(metric).label),
      numeric('Time'),
      'Settings',
    ],
    rows,
  })}</details>`;
}

/** learningRate 0.05, maxLeaves 31 */
export const settings = (parameters: Numbers): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`)
    .join(', ');
