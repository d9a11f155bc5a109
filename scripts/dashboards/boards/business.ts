/** What Marea is used for: how much, where, and whether the answers were right. */
import { board } from '../board.ts';
import { atMost, bars, figure, lines, ranking } from '../panel.ts';
import { grown, now, orZero, STATE, share } from '../query.ts';
import { alerts } from './alerts.ts';

const DATASET = '{{dataset}}';
const LOGGED = 'marea_logged_predictions_total';
/** What was asked about in the last 24 hours, by one of the columns that the data set is told apart by. */
const asked = now('marea_recent_predictions', 'dataset, value', `${STATE},slice=~"$slice"`);
const middle = (which: string): string => now(`marea_live_${which}`, 'dataset', `${STATE},quantile="0.5"`);

const wellness = [
  alerts,
  figure({
    title: 'Predictions in 24 hours',
    description: 'As the log of predictions has them. Normal: what your clients ask.',
    unit: 'short',
    queries: [{ expr: orZero(`sum(${grown(LOGGED, 'dataset', '24h')})`) }],
  }),
  figure({
    title: 'Against the 24 hours before',
    description:
      'Change of that number; 0 on the first day. Normal: some per cent, and weekends. Near -100 %: nobody gets answers, or the log has stopped.',
    unit: 'percentunit',
    decimals: 0,
    steps: [
      [null, 'red'],
      [-0.8, 'orange'],
      [-0.5, 'green'],
    ],
    queries: [
      {
        expr: orZero(
          `${share(`sum(${grown(LOGGED, 'dataset', '24h')})`, `sum(increase(${LOGGED}{${STATE}}[24h] offset 24h))`)} - 1`,
        ),
      },
    ],
  }),
  figure({
    title: 'Predictions, all',
    description: 'Predictions in the log, of the data sets chosen.',
    unit: 'short',
    queries: [{ expr: orZero(`sum(${now(LOGGED, 'dataset')})`) }],
  }),
  figure({
    title: 'True answers, all',
    description:
      'Predictions of which /feedback has brought the true answer. Without them nobody knows how right they were.',
    unit: 'short',
    queries: [{ expr: orZero(`sum(${now('marea_feedback_total', 'dataset')})`) }],
  }),
  figure({
    title: 'Too high or too low',
    description:
      'Middle prediction against the middle of the true answers. Normal: within 5 %. Further: the market has moved since the model learned; bring newer rows.',
    unit: 'percentunit',
    decimals: 1,
    steps: [
      [null, 'red'],
      [-0.15, 'orange'],
      [-0.05, 'green'],
      [0.05, 'orange'],
      [0.15, 'red'],
    ],
    none: 'no feedback',
    queries: [{ expr: `${middle('predicted')} / ${middle('actual')} - 1`, legend: DATASET }],
  }),
];

const use = [
  bars({
    title: 'Predictions a day',
    description: 'By data set, as the log has them. Normal: the rhythm of your clients.',
    unit: 'short',
    min: 0,
    interval: '1d',
    queries: [{ expr: grown(LOGGED, 'dataset', '1d'), legend: DATASET }],
  }),
  ranking({
    title: 'Predictions of 24 hours, by place',
    description:
      'By the column chosen above (listings: the state), the 20 most frequent values. A place that vanishes: a client that has stopped.',
    unit: 'short',
    min: 0,
    queries: [
      {
        expr: `sort_desc(topk(20, ${asked} > 0))`,
        legend: '{{dataset}}: {{value}}',
      },
    ],
  }),
  bars({
    title: 'True answers a day',
    description:
      'What /feedback brought. Normal: a share of the predictions, later by as long as a sale takes.',
    unit: 'short',
    min: 0,
    interval: '1d',
    queries: [{ expr: grown('marea_feedback_total', 'dataset', '1d'), legend: DATASET }],
  }),
  lines({
    title: 'Predictions, by place over time',
    description: 'The 8 most frequent places of the last 24 hours at each time.',
    unit: 'short',
    min: 0,
    queries: [
      {
        expr: `topk(8, ${asked} > 0)`,
        legend: '{{dataset}}: {{value}}',
      },
    ],
  }),
];

const right = [
  lines({
    title: 'Predicted against actual',
    description:
      'Middle of the newest predictions with a true answer, and of those answers, in the unit of the target. Normal: together. Apart: see error and coverage on Models.',
    unit: 'short',
    queries: [
      { expr: middle('predicted'), legend: `${DATASET}: predicted` },
      { expr: middle('actual'), legend: `${DATASET}: actual` },
    ],
  }),
  lines({
    title: 'Low and high: predicted against actual',
    description:
      'The tenth lowest and the tenth highest in a hundred. Predicted closer together than actual: answers hug the middle.',
    unit: 'short',
    queries: ['predicted', 'actual'].map((which) => ({
      expr: now(`marea_live_${which}`, 'dataset, quantile', `${STATE},quantile!="0.5"`),
      legend: `${DATASET}: ${which} {{quantile}}`,
    })),
  }),
  lines({
    title: 'Median error',
    description: 'Half of the answers were closer to the truth than this. Normal: as on the model card.',
    unit: 'percentunit',
    min: 0,
    steps: atMost(0.3, 0.6),
    queries: [
      {
        expr: now('marea_live_error', 'dataset', `${STATE},metric="median_absolute_percentage"`),
        legend: DATASET,
      },
    ],
  }),
  bars({
    title: 'Rows learned from, a day',
    description:
      'Clean rows that came in: what the next models learn from. Normal: the rhythm of the sources.',
    unit: 'short',
    min: 0,
    interval: '1d',
    queries: [{ expr: grown('marea_rows_total', 'dataset', '1d', `${STATE},fate="clean"`), legend: DATASET }],
  }),
];

export const business = board({
  uid: 'marea-business',
  title: 'Marea / Business',
  description: 'Predictions a day and by place, and what was predicted against what came true.',
  from: 'now-30d',
  refresh: '5m',
  variables: ['namespace', 'dataset', 'slice'],
  rows: [
    { title: 'Are things well?', panels: wellness, height: 4 },
    { title: 'Use', panels: use, columns: 2 },
    { title: 'Was it right?', panels: right, columns: 2 },
  ],
});
