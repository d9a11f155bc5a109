/** How a registered version does on held-out rows: the champion, beside a challenger. */
import type { Dataset } from '../../datasets/declaration.ts';
import { weightsOf } from '../../datasets/weights.ts';
import type { Metrics } from '../../ml/metrics/metrics.ts';
import type { Table } from '../../ml/table.ts';
import type { ObjectStore } from '../../store/objects.ts';
import { FILES, modelAddress } from '../artifact.ts';
import { answersOf } from './answers.ts';
import { metricsOf } from './metrics.ts';

export interface ScoredVersion {
  readonly version: number;
  readonly metrics: Metrics;
}

/**
 * @param level share of rows that its intervals promise to hold, if it has intervals
 * @throws NoSuchObject when its artifact is gone
 */
export async function scoreVersion(
  objects: Pick<ObjectStore, 'read'>,
  dataset: Dataset,
  version: number,
  table: Table,
  level: number | undefined,
): Promise<ScoredVersion> {
  const graph = await objects.read(modelAddress(dataset.name, version, FILES.graph));
  const answers = await answersOf(dataset, graph, table, level);
  return { version, metrics: metricsOf(answers, weightsOf(dataset, table)) };
}
