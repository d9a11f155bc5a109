/** What happens to batches and events, and what does not get through. */
import { board } from '../board.ts';
import { atMost, bands, bars, figure, lines, none, ranking } from '../panel.ts';
import { grown, now, orZero, STATE, share, some } from '../query.ts';
import { alerts } from './alerts.ts';
import { events } from './pipeline-events.ts';

/** Not told by data set. */
const ALL = 'namespace=~"$namespace"';
const chain = (q: number, by: string, range: string): string =>
  `histogram_quantile(${q}, sum by (le${by}) (increase(marea_batch_duration_seconds_bucket{${STATE}}[${range}])))`;

const wellness = [
  alerts,
  figure({
    title: 'Open batches',
    description:
      'Batches between received and the end of their chain. Normal: 0, or those of the last minutes.',
    unit: 'none',
    steps: atMost(5, 20),
    queries: [{ expr: `sum(${now('marea_open_batches', 'dataset')})` }],
  }),
  figure({
    title: 'Oldest open batch',
    description:
      'Since when the oldest open batch is on its way. Normal: minutes, with a training up to half an hour. Above an hour an alert: npm run status shows at which stage it stands.',
    unit: 's',
    steps: atMost(1800, 3600),
    queries: [{ expr: `max(marea_open_batch_oldest_age_seconds{${STATE}})` }],
  }),
  figure({
    title: 'Dead letters',
    description:
      'Events that failed for good and wait for a person. Normal: 0. Else: npm run status names the cause; mend it, then npm run replay.',
    unit: 'none',
    steps: none,
    queries: [{ expr: orZero(`sum(${now('marea_dead_letters', 'type', ALL)})`) }],
  }),
  figure({
    title: 'Oldest unsent event',
    description:
      'Events that were committed and not yet sent. Normal: under a second. Above 5 minutes an alert: the broker is away or refuses; the log of the stage says which.',
    unit: 's',
    steps: atMost(60, 300),
    queries: [{ expr: `max(marea_outbox_oldest_age_seconds{${ALL}})` }],
  }),
  figure({
    title: 'Failed events',
    description:
      'Events that a stage gave up on in this time. Normal: 0. Else they are in dead letters, with the reason.',
    unit: 'none',
    steps: none,
    queries: [
      {
        expr: orZero(
          `sum(${grown('marea_stage_events_total', 'stage', '$__range', `${ALL},status="failed"`)})`,
        ),
      },
    ],
  }),
  figure({
    title: 'Received to model, median',
    description:
      'From the arrival of a batch to the end of its chain, with the training if there was one, in this time. Normal: seconds without training, minutes with it.',
    unit: 's',
    steps: atMost(1800, 3600),
    none: 'no batch',
    queries: [{ expr: `${chain(0.5, '', '$__range')} >= 0` }],
  }),
  figure({
    title: 'Held batches',
    description:
      'Batches of which too much could not be read: nothing is learned from them. Normal: 0. Else: npm run status names column and values; take the batch back, send it mended.',
    unit: 'none',
    steps: none,
    queries: [{ expr: `sum(${now('marea_held_batches', 'dataset')})` }],
  }),
  figure({
    title: 'Rows not accounted for',
    description:
      'Received less clean, rejected and duplicate. Normal: 0 when no batch is open, always. Else: a batch was taken and not cleaned; npm run status.',
    unit: 'none',
    steps: [
      [null, 'green'],
      [1, 'orange'],
    ],
    queries: [
      {
        expr: `sum(${now('marea_rows_total', 'dataset', `${STATE},fate="received"`)}) - sum(${now('marea_rows_total', 'dataset, fate', `${STATE},fate!="received"`)})`,
      },
    ],
  }),
];

const batches = [
  bars({
    title: 'Batches ended, by outcome',
    description:
      'How chains ended: promoted, rejected (the challenger was no better), not trained (no drift, or too few rows), held (too much could not be read). Normal: mostly not trained. Rejected again and again: see quality on Models.',
    unit: 'none',
    min: 0,
    queries: [
      { expr: some(grown('marea_batches_total', 'dataset, outcome')), legend: '{{dataset}}: {{outcome}}' },
    ],
  }),
  lines({
    title: 'Open batches',
    description: 'Batches on their way. Normal: comes back to 0. Stairs: more come than get through.',
    unit: 'none',
    min: 0,
    queries: [{ expr: now('marea_open_batches', 'dataset'), legend: '{{dataset}}' }],
  }),
  lines({
    title: 'Received to model',
    description:
      'Time from the arrival of a batch to the end of its chain, of batches that ended within an hour of each point. Normal: steady; SEARCH_SECONDS bounds the training.',
    unit: 's',
    min: 0,
    steps: atMost(1800, 3600),
    queries: [0.5, 0.95].map((q) => ({
      expr: chain(q, ', dataset', '1h'),
      legend: `{{dataset}} p${100 * q}`,
    })),
  }),
  bands({
    title: 'Received to model, all batches',
    description:
      'How many batches took how long. Normal: two bands, those that led to a training and those that did not.',
    unit: 's',
    queries: [
      {
        expr: `sum by (le) (increase(marea_batch_duration_seconds_bucket{${STATE}}[$__rate_interval]))`,
        legend: '{{le}}',
      },
    ],
  }),
  lines({
    title: 'Oldest open batch',
    description:
      'Age of the oldest batch that has not ended. Normal: a saw with low teeth. A ramp: it stands still.',
    unit: 's',
    min: 0,
    steps: atMost(1800, 3600),
    queries: [{ expr: now('marea_open_batch_oldest_age_seconds', 'dataset'), legend: '{{dataset}}' }],
  }),
  ranking({
    title: 'Time of a stage for an event, p95',
    description:
      'Which stage takes long, of the pods of this time. Normal: train and trial longest. Another: its log, and the resources of its Service.',
    unit: 's',
    min: 0,
    queries: [
      {
        expr: `sort_desc(histogram_quantile(0.95, sum by (le, stage) (max_over_time(marea_stage_duration_seconds_bucket{${ALL}}[$__range]))) >= 0)`,
        legend: '{{stage}}',
      },
    ],
  }),
];

const rows = [
  bars({
    title: 'Rows, by fate',
    description:
      'Each row that was received is exactly one of clean, rejected, duplicate. Normal: mostly clean. Many rejected: see the reasons beside.',
    unit: 'short',
    min: 0,
    queries: [
      {
        expr: grown('marea_rows_total', 'fate', '$__rate_interval', `${STATE},fate!="received"`),
        legend: '{{fate}}',
      },
    ],
  }),
  bars({
    title: 'Rejected rows, by reason',
    description:
      'Which rule of the declaration they broke. A reason that is new: the source has changed; ask its owner.',
    unit: 'short',
    min: 0,
    queries: [
      {
        expr: some(grown('marea_rejected_rows_total', 'dataset, reason')),
        legend: '{{dataset}}: {{reason}}',
      },
    ],
  }),
  bars({
    title: 'Unreadable values, by column',
    description:
      'Values that were there and are not of their type: to the model they are missing. Normal: none. A column that is new: the source writes it otherwise; declare how, or ask its owner.',
    unit: 'short',
    min: 0,
    queries: [
      {
        expr: some(grown('marea_unreadable_values_total', 'dataset, column')),
        legend: '{{dataset}}: {{column}}',
      },
    ],
  }),
  lines({
    title: 'Share of rows that are clean',
    description: 'Of the rows received within the hour before each point. Normal: steady, by source.',
    unit: 'percentunit',
    min: 0,
    max: 1,
    queries: [
      {
        expr: share(
          grown('marea_rows_total', 'dataset', '1h', `${STATE},fate="clean"`),
          grown('marea_rows_total', 'dataset', '1h', `${STATE},fate="received"`),
        ),
        legend: '{{dataset}}',
      },
    ],
  }),
  bars({
    title: 'Rows, by origin',
    description:
      'From the source, or from users. Trainings keep the share of users below what the data set declares.',
    unit: 'short',
    min: 0,
    queries: [
      { expr: some(grown('marea_batch_rows_total', 'dataset, origin')), legend: '{{dataset}}: {{origin}}' },
    ],
  }),
];

export const pipeline = board({
  uid: 'marea-pipeline',
  title: 'Marea / Pipeline',
  description: 'Batches from received to model, rows by fate, events, and what did not get through.',
  from: 'now-6h',
  refresh: '30s',
  variables: ['namespace', 'dataset'],
  rows: [
    { title: 'Are things well?', panels: wellness, height: 4 },
    { title: 'Batches', panels: batches, columns: 2 },
    { title: 'Rows', panels: rows, columns: 2 },
    { title: 'Events', panels: events, columns: 3 },
  ],
});
