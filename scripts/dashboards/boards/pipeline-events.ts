/** The row of the pipeline's dashboard that is about events: emitted, delivered, tried again, given up. */
import { atMost, bars, lines, none } from '../panel.ts';
import { grown, now, shortType, some } from '../query.ts';

/** Not told by data set. */
const ALL = 'namespace=~"$namespace"';
const BROKER = 'kn_broker_namespace=~"$namespace",messaging_destination_name=~"trigger:.+"';
const DISPATCH = 'kn_eventing_dispatch_duration_seconds';
/** Summed first: a broker has a series for each subject, which never grows past its first value. */
const delivered = (part: string, by: string): string =>
  `rate((sum by (messaging_destination_name, ${by}) (${DISPATCH}${part}{${BROKER}}))[$__rate_interval:15s])`;
/** "trigger:clean.marea" -> "clean" */
const trigger = (expression: string): string =>
  `label_replace(${expression}, "trigger", "$1", "messaging_destination_name", "trigger:([^.]+)[.].*")`;

export const events = [
  bars({
    title: 'Events, by type',
    description:
      'Events that the stages emitted. Normal: a batch is one of each, a training one trial for each of its trials.',
    unit: 'none',
    min: 0,
    queries: [
      {
        expr: some(shortType(grown('marea_events_emitted_total', 'type', '$__rate_interval', ALL))),
        legend: '{{type}}',
      },
    ],
  }),
  bars({
    title: 'Events taken, by stage',
    description: 'Events by stage and how it ended. Normal: done. Failed: see dead letters.',
    unit: 'none',
    min: 0,
    queries: [
      {
        expr: some(grown('marea_stage_events_total', 'stage, status', '$__rate_interval', ALL)),
        legend: '{{stage}}: {{status}}',
      },
    ],
  }),
  lines({
    title: 'Deliveries, by trigger and status',
    description:
      'What the brokers delivered and what they were answered. Normal: 2xx. 5xx: tried again with pauses; 4xx: straight to dead letters.',
    unit: 'eps',
    min: 0,
    queries: [
      {
        expr: trigger(delivered('_count', 'http_response_status_code')),
        legend: '{{trigger}}: {{http_response_status_code}}',
      },
    ],
  }),
  lines({
    title: 'Time of a delivery, p95',
    description:
      'From the broker to the answer of the function, with its start from zero. Normal: the time of the stage. Above the timeout of the Trigger it is delivered again.',
    unit: 's',
    min: 0,
    queries: [
      {
        expr: trigger(`histogram_quantile(0.95, ${delivered('_bucket', 'le')})`),
        legend: '{{trigger}}',
      },
    ],
  }),
  bars({
    title: 'Retries, by stage',
    description:
      'Events that a stage had before. Normal: few, after a pod was killed or a store was away; effects happen once all the same.',
    unit: 'none',
    min: 0,
    queries: [
      { expr: grown('marea_stage_retries_total', 'stage', '$__rate_interval', ALL), legend: '{{stage}}' },
    ],
  }),
  lines({
    title: 'Dead letters that wait',
    description:
      'By type of event. Normal: none. npm run status names the cause, npm run replay sends them again.',
    unit: 'none',
    min: 0,
    steps: none,
    queries: [{ expr: shortType(now('marea_dead_letters', 'type', ALL)), legend: '{{type}}' }],
  }),
  bars({
    title: 'Dead letters received',
    description: 'When they came: what was changed at that time? Normal: none.',
    unit: 'none',
    min: 0,
    queries: [
      {
        expr: shortType(grown('marea_dead_letters_received_total', 'type', '$__rate_interval', ALL)),
        legend: '{{type}}',
      },
    ],
  }),
  lines({
    title: 'Unsent events: oldest',
    description:
      'Age of the oldest event that was committed and not sent. Normal: 0. Else the broker is away; reconcile sends it when that is back.',
    unit: 's',
    min: 0,
    steps: atMost(60, 300),
    queries: [{ expr: `max(marea_outbox_oldest_age_seconds{${ALL}})`, legend: 'oldest' }],
  }),
  lines({
    title: 'Unsent events',
    description: 'How many wait to be sent. Normal: 0 but for moments.',
    unit: 'none',
    min: 0,
    queries: [{ expr: `max(marea_outbox_events{${ALL}})`, legend: 'unsent' }],
  }),
];
