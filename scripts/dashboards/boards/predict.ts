/** What clients of the predictors meet, and what the model answers. */
import { board } from '../board.ts';
import { atMost, bands, figure, lines, none, plain, shares, states } from '../panel.ts';
import { KNATIVE, orZero, POD, quantile, rate, share } from '../query.ts';
import { alerts } from './alerts.ts';

const PREDICTORS = `${KNATIVE},kn_service_name=~"predict-.*"`;
const PREDICT = `${POD},service=~"predict-.*"`;
const ASKED = `${PREDICT},route=~"POST .*"`;
const FAILED = `${PREDICT},http_response_status_code=~"5.."`;
const ANSWERS = 'kn_serving_invocation_duration_seconds';
/** Recorded: with those that the activator gave because there was no pod. */
const ALL_ANSWERS = 'namespace_service_code:marea_predict_answers:rate5m';
const SERVICE = 'namespace=~"$namespace",service=~"$service"';
const OWN = 'marea_request_duration_seconds';
const pods = (which: string): string => `sum by (kn_service_name) (kn_revision_pods_${which}{${PREDICTORS}})`;
/** 2 with a pod, 1 at zero as nothing is asked, 0 asked for and not there. */
const LIFE = `2 * (${pods('count')} > bool 0) + (${pods('count')} == bool 0) * (${pods('desired')} == bool 0)`;
const WORDS = {
  0: { text: 'down', color: 'red' },
  1: { text: 'at zero', color: 'blue' },
  2: { text: 'up', color: 'green' },
};
/** Model versions by pod, to be joined to what the pod counts. */
const VERSION = `on (namespace, pod) group_left (version) max by (namespace, pod, version) (marea_model_info{${POD}})`;

const wellness = [
  alerts,
  figure({
    title: 'Predictors',
    description:
      'Up: has a ready pod. At zero: nothing is asked of it, the next request starts it. Down: asked for, and no pod is ready; npm run check says why.',
    unit: 'none',
    words: WORDS,
    queries: [{ expr: LIFE, legend: '{{kn_service_name}}' }],
  }),
  figure({
    title: 'Requests',
    description: 'Requests a second that pods of the predictors answered. Normal: what your clients ask.',
    unit: 'reqps',
    queries: [{ expr: orZero(`sum(rate(${ANSWERS}_count{${PREDICT}}[5m]))`) }],
  }),
  figure({
    title: 'Errors',
    description:
      'Share of requests answered 5xx in the last 5 minutes, by pods or because there was none. Normal: 0. From 1 % a warning, from 5 % an alert: the log of the function says what failed.',
    unit: 'percentunit',
    decimals: 2,
    steps: atMost(0.01, 0.05),
    none: 'no requests',
    queries: [
      {
        expr: share(
          orZero(`sum(${ALL_ANSWERS}{${SERVICE},http_response_status_code=~"5.."})`),
          `sum(${ALL_ANSWERS}{${SERVICE}})`,
        ),
      },
    ],
  }),
  figure({
    title: 'p95',
    description:
      '95 of 100 requests are answered within this time at the pod, in the last 5 minutes. Normal: some milliseconds. Above 2 s an alert: see pods and concurrency on Scale-out.',
    unit: 's',
    steps: atMost(1, 2),
    none: 'no requests',
    queries: [{ expr: `${quantile(0.95, ANSWERS, PREDICT, '', '5m')} >= 0` }],
  }),
  figure({
    title: 'Model',
    description:
      'Version in production, by data set. None: no model has been good enough yet, predictors answer 503; npm run status says why.',
    unit: 'none',
    none: 'no model',
    queries: [
      {
        expr: 'max by (dataset) (marea_production_model_version{namespace=~"$namespace",dataset=~"$dataset"})',
        legend: '{{dataset}}',
      },
    ],
  }),
  figure({
    title: 'Log entries lost',
    description:
      'Entries of the log of predictions that could not be handed on in this time. Normal: 0. Else: the broker is down or too slow, and /feedback will not find those predictions.',
    unit: 'none',
    steps: none,
    queries: [
      { expr: orZero(`sum(increase(marea_inference_log_entries_total{${POD},outcome!="sent"}[$__range]))`) },
    ],
  }),
];

const traffic = [
  lines({
    title: 'Requests, by route',
    description: 'Requests a second by what was asked. Normal: follows your clients.',
    unit: 'reqps',
    min: 0,
    queries: [{ expr: rate('marea_requests_total', 'route', ASKED), legend: '{{route}}' }],
  }),
  lines({
    title: 'Time to answer',
    description:
      'Quantiles over all requests, at the pod (with the wait for its turn there). Normal: p99 within some tens of milliseconds. Rising with concurrency: more pods, a lower target.',
    unit: 's',
    min: 0,
    steps: atMost(1, 2),
    queries: [0.5, 0.95, 0.99].map((q) => ({
      expr: quantile(q, ANSWERS, PREDICT),
      legend: `p${100 * q}`,
    })),
  }),
  shares({
    title: 'Answers, by status',
    description:
      '2xx is answered; 4xx is refused for what the request says (422 names the field); 5xx is a fault of ours. Normal: no 5xx.',
    unit: 'reqps',
    queries: [
      {
        expr: rate(`${ANSWERS}_count`, 'http_response_status_code', PREDICT),
        legend: '{{http_response_status_code}}',
      },
    ],
  }),
  shares({
    title: 'Callers turned away, by reason',
    description:
      'Answered 401, 403 or 429: no credential (none), one that is not valid (unknown, expired, malformed), a role that is missing or for other data sets. Normal: few. One reason for 5 minutes is an alert: npm run key -- list tells which keys there are.',
    unit: 'reqps',
    queries: [{ expr: rate('marea_access_refusals_total', 'reason', PREDICT), legend: '{{reason}}' }],
  }),
  lines({
    title: 'Errors, by revision',
    description:
      'Share of requests answered 5xx, by revision: a canary that fails shows here before it has all the traffic. Normal: 0. Else: rollout takes it back; by hand kn service update --traffic.',
    unit: 'percentunit',
    min: 0,
    steps: atMost(0.01, 0.05),
    queries: [
      {
        expr: `(${rate(`${ANSWERS}_count`, 'revision', FAILED)} or 0 * ${rate(`${ANSWERS}_count`, 'revision', PREDICT)}) / (${rate(`${ANSWERS}_count`, 'revision', PREDICT)} > 0)`,
        legend: '{{revision}}',
      },
    ],
  }),
  lines({
    title: 'p95, by route',
    description:
      'Time inside the function by what was asked; points are single requests with their trace. Normal: /explain some milliseconds more than /predict, batches by their rows.',
    unit: 's',
    min: 0,
    queries: [{ expr: quantile(0.95, OWN, ASKED, 'route'), legend: '{{route}}', exemplars: true }],
  }),
  bands({
    title: 'Time to answer, all requests',
    description:
      'How many requests took how long inside the function. Normal: one band. Two bands: two kinds of requests, or pods that are not alike.',
    unit: 's',
    queries: [
      {
        expr: `sum by (le) (increase(${OWN}_bucket{${ASKED}}[$__rate_interval]))`,
        legend: '{{le}}',
        exemplars: true,
      },
    ],
  }),
  lines({
    title: 'p95, by revision',
    description:
      'A revision that is slower than the one before it. Normal: alike, but for the first seconds of a pod.',
    unit: 's',
    min: 0,
    steps: atMost(1, 2),
    queries: [{ expr: quantile(0.95, ANSWERS, PREDICT, 'revision'), legend: '{{revision}}' }],
  }),
  states({
    title: 'Predictors over time',
    description: 'Up, at zero, or asked for and not there. Normal: up and at zero in turn; never down.',
    unit: 'none',
    words: WORDS,
    queries: [{ expr: LIFE, legend: '{{kn_service_name}}' }],
  }),
];

const answers = [
  shares({
    title: 'Predictions, by model version',
    description:
      'Which version answers. Normal: one; during a rollout two, from little to all. Two for long: traffic was pinned by hand.',
    unit: 'cps',
    queries: [
      {
        expr: `sum by (version) (sum by (namespace, pod) (rate(marea_predictions_total{${POD}}[$__rate_interval])) * ${VERSION})`,
        legend: 'version {{version}}',
      },
    ],
  }),
  lines({
    title: 'Predictions, by route',
    description: 'Rows answered a second; one batch request is many.',
    unit: 'cps',
    min: 0,
    queries: [{ expr: rate('marea_predictions_total', 'route', POD), legend: '{{route}}' }],
  }),
  bands({
    title: 'Predicted values',
    description:
      'How many answers fell into which band, in the unit of the target. Choose one data set. Normal: the same shape from day to day. Another shape: other questions (see drift on Models), or another model.',
    unit: 'short',
    queries: [
      {
        expr: `sum by (le) (increase(marea_predicted_value_bucket{${POD},dataset=~"$dataset"}[$__rate_interval]))`,
        legend: '{{le}}',
      },
    ],
  }),
  lines({
    title: 'Predicted values, quantiles',
    description:
      'Low, middle and high answers by data set, in the unit of the target. Normal: steady. A jump at the mark of a promotion is the new model, without one it is other questions.',
    unit: 'short',
    queries: [0.1, 0.5, 0.9].map((q) => ({
      expr: quantile(q, 'marea_predicted_value', `${POD},dataset=~"$dataset"`, 'dataset'),
      legend: `{{dataset}} p${100 * q}`,
    })),
  }),
  shares({
    title: 'Predicted classes',
    description:
      'Share of each class in the answers, of data sets with classes. Normal: as in what was learned from.',
    unit: 'cps',
    queries: [
      {
        expr: rate('marea_predicted_class_total', 'dataset, label', `${POD},dataset=~"$dataset"`),
        legend: '{{dataset}}: {{label}}',
      },
    ],
  }),
  lines({
    title: 'Unknown values, by column',
    description:
      'Values that the model had not seen in learning; they are answered, less well. Normal: few. Rising: the world has new values, train on newer rows.',
    unit: 'cps',
    min: 0,
    steps: plain,
    queries: [{ expr: rate('marea_unknown_values_total', 'column', POD), legend: '{{column}}' }],
  }),
  lines({
    title: 'Rows in one run of the model, mean',
    description:
      'Concurrent requests share a run. Normal: 1 when calm, more under load, which is what keeps the time to answer low.',
    unit: 'none',
    min: 0,
    queries: [
      {
        expr: `${rate('marea_model_run_rows_sum', 'service', POD)} / (${rate('marea_model_run_rows_count', 'service', POD)} > 0)`,
        legend: '{{service}}',
      },
    ],
  }),
  lines({
    title: 'Log of predictions',
    description:
      'Entries handed on, and not. Normal: as many as predictions, all sent. Else: see the broker on Pipeline.',
    unit: 'cps',
    min: 0,
    queries: [{ expr: rate('marea_inference_log_entries_total', 'outcome', POD), legend: '{{outcome}}' }],
  }),
];

export const predict = board({
  uid: 'marea-predict',
  title: 'Marea / Predict',
  description: 'Rate, errors and time to answer of the predictors, and what their models answer.',
  from: 'now-1h',
  refresh: '10s',
  variables: ['namespace', 'predictor', 'revision', 'dataset'],
  rows: [
    { title: 'Are things well?', panels: wellness, height: 4 },
    { title: 'Requests', panels: traffic, columns: 2 },
    { title: 'Answers', panels: answers, columns: 2 },
  ],
});
