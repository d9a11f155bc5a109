/** How good the models are, on held-out rows and where the true answer came back, and what the data does. */
import { board } from '../board.ts';
import { atLeast, atMost, bars, figure, lines, logarithmic, none, plain, ranking, states } from '../panel.ts';
import { grown, now, STATE, share, some } from '../query.ts';
import { alerts } from './alerts.ts';

const DATASET = '{{dataset}}';
const quality = now('marea_model_quality', 'dataset, metric');
const qualityOf = (metrics: string): string =>
  now('marea_model_quality', 'dataset, metric', `${STATE},metric=~"${metrics}"`);
const floor = now('marea_model_quality_floor', 'dataset, metric');
const ceiling = now('marea_model_quality_ceiling', 'dataset, metric');
const YES = { 0: { text: 'no', color: 'green' }, 1: { text: 'drift', color: 'orange' } };

const wellness = [
  alerts,
  figure({
    title: 'Without a model',
    description:
      'Data sets whose batches ended and that have no model in production. Normal: 0. Else: the models were not good enough, or the rows too few; npm run status says which.',
    unit: 'none',
    steps: none,
    queries: [{ expr: 'max(marea_datasets_without_model{namespace=~"$namespace"})' }],
  }),
  figure({
    title: 'Age of the model',
    description:
      'Since when the version in production is there. Normal: as long as nothing drifted. Old, and drift reported: trainings end without a better model.',
    unit: 's',
    steps: atMost(30 * 86_400, 90 * 86_400),
    none: 'no model',
    queries: [
      {
        expr: `time() - ${now('marea_production_model_timestamp_seconds', 'dataset')}`,
        legend: DATASET,
      },
    ],
  }),
  figure({
    title: 'Quality to spare',
    description:
      'Least distance of a declared metric from its limit, as a share of the limit. Normal: above 10 %. Below 0: the model in production is worse than what the data set accepts.',
    unit: 'percentunit',
    steps: atLeast(0, 0.1),
    none: 'no limit',
    queries: [
      {
        expr: `min((${quality} - ${floor}) / abs(${floor}) or (${ceiling} - ${quality}) / abs(${ceiling}))`,
      },
    ],
  }),
  figure({
    title: 'Columns drifted',
    description:
      'Share of columns that drifted in the latest check of each data set. Normal: under the share that the data set declares. Above it trains by itself.',
    unit: 'percentunit',
    steps: atMost(0.3, 0.5),
    none: 'no check',
    queries: [{ expr: now('marea_drift_share', 'dataset'), legend: DATASET }],
  }),
  figure({
    title: 'Error where the answer came back',
    description:
      'Median error in per cent (classes: share of wrong answers) of the newest predictions with feedback. Normal: as on held-out rows. Higher: the world has moved; bring newer rows.',
    unit: 'percentunit',
    decimals: 1,
    steps: atMost(0.3, 0.6),
    none: 'no feedback',
    queries: [
      {
        expr: now('marea_live_error', 'dataset', `${STATE},metric=~"median_absolute_percentage|error_share"`),
        legend: DATASET,
      },
    ],
  }),
  figure({
    title: 'Coverage of the interval',
    description:
      'Share of true answers inside the interval that was given. Normal: near 90 %, within the noise of its number. Lower: intervals promise too much; it learns anew with newer rows.',
    unit: 'percentunit',
    decimals: 1,
    steps: atLeast(0.8, 0.86),
    none: 'no feedback',
    queries: [{ expr: now('marea_live_interval_coverage', 'dataset'), legend: DATASET }],
  }),
];

const versions = [
  lines({
    title: 'Scores on held-out rows',
    description:
      'Of the model in production: R2, area under the curve, accuracy; steps are promotions. Normal: steps upward. Down: a rollback, or other rows that were held out.',
    unit: 'percentunit',
    max: 1,
    queries: [{ expr: qualityOf('r2|r2_log|auc|accuracy'), legend: `${DATASET} {{metric}}` }],
  }),
  logarithmic({
    title: 'Errors on held-out rows',
    description:
      'Of the model in production, in the unit of the target, or as log loss; the axis is logarithmic. Normal: steps downward.',
    unit: 'short',
    queries: [{ expr: qualityOf('mae|rmse|log_loss|brier'), legend: `${DATASET} {{metric}}` }],
  }),
  lines({
    title: 'Quality against its limits',
    description:
      'Each declared metric as a share of its limit: a floor is kept above 100 %, a ceiling below. Normal: floors above, ceilings below the line.',
    unit: 'percentunit',
    steps: [
      [null, 'blue'],
      [1, 'orange'],
    ],
    queries: [
      { expr: `${quality} / ${floor}`, legend: `${DATASET} {{metric}}: of the least` },
      { expr: `${quality} / ${ceiling}`, legend: `${DATASET} {{metric}}: of the most` },
    ],
  }),
  lines({
    title: 'Version in production',
    description: 'Steps are promotions; a step down is a rollback. Normal: seldom.',
    unit: 'none',
    min: 0,
    queries: [{ expr: now('marea_production_model_version', 'dataset'), legend: DATASET }],
  }),
  bars({
    title: 'What happened to models',
    description:
      'Promotions, rejections, rollbacks. Many rejections: trainings that bring nothing; look at drift.',
    unit: 'none',
    min: 0,
    queries: [
      { expr: some(grown('marea_model_events_total', 'dataset, event')), legend: `${DATASET}: {{event}}` },
    ],
  }),
  bars({
    title: 'Trials, by how they ended',
    description:
      'Fits of the searches. Normal: finished, some given up on the way as they fell behind. Failed: the log of trial.',
    unit: 'none',
    min: 0,
    queries: [
      { expr: some(grown('marea_trials_total', 'dataset, status')), legend: `${DATASET}: {{status}}` },
    ],
  }),
];

const drift = [
  states({
    title: 'Drift, by data set',
    description: 'The latest check at each time. Normal: no. Drift: a training follows by itself.',
    unit: 'none',
    words: YES,
    queries: [{ expr: now('marea_drift_detected', 'dataset'), legend: DATASET }],
  }),
  states({
    title: 'Drift, by column',
    description:
      'Which columns differ from what the model learned from. One column alone: ask whoever makes that field.',
    unit: 'none',
    words: YES,
    queries: [
      { expr: now('marea_drift_column_detected', 'dataset, column'), legend: `${DATASET}: {{column}}` },
    ],
  }),
  lines({
    title: 'Population stability index, by column',
    description:
      'How far the newest batch is from what the model learned from: 0 is the same, from 0.1 it has moved, from 0.25 much. The test beside decides; this says how far, and whether it grows.',
    unit: 'short',
    min: 0,
    steps: atMost(0.1, 0.25),
    queries: [{ expr: now('marea_drift_score', 'dataset, column'), legend: `${DATASET}: {{column}}` }],
  }),
  lines({
    title: 'Columns drifted',
    description:
      'Share of columns that drifted at each check. Above the declared share (0.5) the data set drifted.',
    unit: 'percentunit',
    min: 0,
    max: 1,
    steps: atMost(0.3, 0.5),
    queries: [{ expr: now('marea_drift_share', 'dataset'), legend: DATASET }],
  }),
  bars({
    title: 'Checks of drift',
    description: 'Batches that were checked, and what was found. Normal: one for each batch.',
    unit: 'none',
    min: 0,
    queries: [
      {
        expr: some(grown('marea_drift_checks_total', 'dataset, drifted')),
        legend: `${DATASET}: drifted {{drifted}}`,
      },
    ],
  }),
  lines({
    title: 'Share of rows from users',
    description:
      'Of all rows so far. Normal: below one less minSourceShare of the declaration (0.2). Above: training waits for rows of the source.',
    unit: 'percentunit',
    min: 0,
    max: 1,
    steps: atMost(0.15, 0.2),
    queries: [
      {
        expr: share(
          orZeroed(now('marea_batch_rows_total', 'dataset', `${STATE},origin="user"`)),
          `sum by (dataset) (${now('marea_batch_rows_total', 'dataset, origin')})`,
        ),
        legend: DATASET,
      },
    ],
  }),
];

/** A data set without any such row has none of them: 0, not nothing. */
function orZeroed(expression: string): string {
  return `${expression} or 0 * ${now('marea_dataset_info', 'dataset')}`;
}

const live = [
  lines({
    title: 'Relative error where the answer came back',
    description:
      'Of the newest 1,000 predictions with feedback: median error in per cent, or share of wrong classes. Normal: near that of held-out rows. Rising: bring newer rows.',
    unit: 'percentunit',
    min: 0,
    queries: [
      {
        expr: now(
          'marea_live_error',
          'dataset, metric',
          `${STATE},metric=~"median_absolute_percentage|error_share"`,
        ),
        legend: `${DATASET} {{metric}}`,
      },
    ],
  }),
  lines({
    title: 'Absolute error where the answer came back',
    description:
      'Mean absolute error in the unit of the target, or log loss of classes. Compare with the model card of the version in production.',
    unit: 'short',
    min: 0,
    queries: [
      {
        expr: now('marea_live_error', 'dataset, metric', `${STATE},metric=~"mean_absolute|log_loss"`),
        legend: `${DATASET} {{metric}}`,
      },
    ],
  }),
  lines({
    title: 'Coverage of the interval, against its level',
    description:
      'Share of true answers inside the interval, and the share that was promised. An alert fires when the distance is more than chance explains.',
    unit: 'percentunit',
    max: 1,
    queries: [
      { expr: now('marea_live_interval_coverage', 'dataset'), legend: DATASET },
      { expr: now('marea_interval_level', 'dataset'), legend: `${DATASET}: promised` },
    ],
  }),
  ranking({
    title: 'Predictions with feedback',
    description:
      'How many the figures beside are of, at most 1,000 of the last 30 days. Below 50 they say little: send true answers to /feedback.',
    unit: 'none',
    min: 0,
    max: 1000,
    steps: plain,
    queries: [{ expr: now('marea_live_feedback', 'dataset'), legend: DATASET }],
  }),
];

export const models = board({
  uid: 'marea-models',
  title: 'Marea / Models',
  description:
    'Quality over versions, drift by column, and error and coverage where the true answer came back.',
  from: 'now-7d',
  refresh: '1m',
  variables: ['namespace', 'dataset'],
  rows: [
    { title: 'Are things well?', panels: wellness, height: 4 },
    { title: 'Versions', panels: versions, columns: 2 },
    { title: 'Where the true answer came back', panels: live, columns: 2 },
    { title: 'Data', panels: drift, columns: 2 },
  ],
});
