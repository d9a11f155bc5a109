/** GET /metrics/summary: the totals of this replica, for people, scripts, and the rollout that judges a canary by them. */
import { type Answer, json } from '../../shared/runtime/http.ts';
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

interface Measured {
  readonly value: number;
  readonly labels: {
    readonly route?: string | number;
    readonly status?: string | number;
  };
}

export async function summary({ dataset, versions, log, latencies }: Service): Promise<Answer> {
  const asked = (await requests.get()).values.filter(({ labels }) => ROUTES.has(String(labels.route)));
  return json({
    model_name: dataset.name,
    model_version: versions.current?.metadata.version ?? null,
    uptime_seconds: Math.round(process.uptime()),
    requests: sum(asked),
    errors: sum(asked.filter(({ labels }) => Number(labels.status) >= 500)),
    predictions: sum((await predictions.get()).values),
    unknown_values: sum((await unknownValues.get()).values),
    latency_milliseconds: latencies.summary(),
    inference_log: log.totals,
    memory_bytes: process.memoryUsage.rss(),
  });
}

const sum = (values: readonly Pick<Measured, 'value'>[]): number =>
  values.reduce((total, { value }) => total + value, 0);
