/** One data set on the first page: what serves it, how right it was, how fast. */
import type { DatasetSummary } from '../../../shared/api/datasets.ts';
import type { DatasetOverview, LiveQuality, Served } from '../../../shared/api/overview.ts';
import type { Traffic } from '../../../shared/api/status.ts';
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import { datasetNamed } from '../../../shared/datasets/index.ts';
import type { Query } from '../../../shared/store/database.ts';
import { answeredLately, newestTold } from '../../../shared/tracking/inference-log.ts';
import { liveQuality } from '../../../shared/tracking/live-quality.ts';
import { servedNow } from '../../../shared/tracking/registry.ts';
import { onWire } from '../on-wire.ts';

/** What was asked of others than the tables. */
export interface Known {
  readonly traffic: ReadonlyMap<string, Traffic | null>;
}

export async function overviewOf(
  sql: Query,
  summary: DatasetSummary,
  { traffic }: Known,
): Promise<DatasetOverview> {
  const dataset = datasetNamed(summary.name);
  const [served, live, answered] = await Promise.all([
    servedNow(sql, dataset.name),
    liveOf(sql, dataset),
    answeredLately(sql, dataset.name),
  ]);
  return {
    ...summary,
    objective: dataset.objective,
    served: served === null ? null : (onWire(served) satisfies Served),
    traffic: traffic.get(dataset.name) ?? null,
    live,
    answered: onWire(answered),
    errorRate: null,
  };
}

const LATEST = { days: 30, limit: 1000 };

async function liveOf(sql: Query, dataset: Dataset): Promise<LiveQuality> {
  const told = await newestTold(sql, dataset.name, LATEST);
  return {
    ...liveQuality(dataset, told),
    from: told.at(-1)?.toldAt.toISOString() ?? null,
    to: told[0]?.toldAt.toISOString() ?? null,
  };
}
