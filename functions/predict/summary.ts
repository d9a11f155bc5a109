/** GET /metrics/summary: the totals of this replica, for people, scripts, and the rollout that judges a canary by them. */
import { type Answer, json } from '../../shared/runtime/http/http.ts';
import { requests } from '../../shared/runtime/metrics.ts';
import { predictions, unknownValues } from './metrics.ts';
import type { Service } from './service.ts';

/** What says how the model does; a failing history says nothing of it. */
const ROUTES = new Set([
  'POST /predict',
  'POST /batch_predict',
  'POST /explain',
  'POST /batch_explain',
  'POST /comparables',
  'POST /v2/*',
]);

export function summary({ dataset, versions, log, latencies }: Service): Answer {
  const asked = requests.family().values.filter(({ labels }) => ROUTES.has(String(labels.route)));
  return json({
    model_name: dataset.name,
    model_version: versions.current?.metadata.version ?? null,
    uptime_seconds: Math.round(process.uptime()),
    requests: sum(asked),
    errors: sum(asked.filter(({ labels }) => Number(labels.status) >= 500)),
    predictions: sum(predictions.family().values),
    unknown_values: sum(unknownValues.family().values),
    latency_milliseconds: latencies.summary(),
    inference_log: log.totals,
    memory_bytes: process.memoryUsage.rss(),
  });
}

const sum = (values: readonly { readonly value: number }[]): number =>
  values.reduce((total, { value }) => total + value, 0);
