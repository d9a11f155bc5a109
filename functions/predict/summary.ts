/** GET /metrics/summary: the totals of this replica, for people and scripts. */
import { type Answer, json } from '../../shared/runtime/http.ts';
import { requests } from '../../shared/runtime/metrics.ts';
import { predictions, unknownValues } from './metrics.ts';
import type { Service } from './service.ts';

interface Measured {
  readonly values: readonly { readonly value: number; readonly labels: object }[];
}

export async function summary({ dataset, versions, log, latencies }: Service): Promise<Answer> {
  const answered = await requests.get();
  const failed = answered.values.filter(
    ({ labels }) => Number((labels as { status?: string }).status) >= 500,
  );
  return json({
    model_name: dataset.name,
    model_version: versions.current?.metadata.version ?? null,
    uptime_seconds: Math.round(process.uptime()),
    requests: { total: sum(answered), errors: sum({ values: failed }) },
    predictions: { total: sum(await predictions.get()), unknown_values: sum(await unknownValues.get()) },
    latency_milliseconds: latencies.summary(),
    inference_log: log.totals,
    memory_bytes: process.memoryUsage.rss(),
  });
}

const sum = ({ values }: Measured): number => values.reduce((total, { value }) => total + value, 0);
