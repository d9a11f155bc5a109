/** The data sets that are declared, with how much there is of each and what serves it. */
import type { DatasetSummary } from '../../shared/api/datasets.ts';
import { datasets } from '../../shared/datasets/index.ts';
import type { Query } from '../../shared/store/database.ts';
import { takenBatches } from '../../shared/tracking/batch-counts.ts';
import { versionsInProduction } from '../../shared/tracking/registry.ts';

export async function listDatasets(sql: Query): Promise<DatasetSummary[]> {
  const [taken, production] = await Promise.all([takenBatches(sql), versionsInProduction(sql)]);
  return datasets().map(({ name, title, description, target }) => {
    const { batches = 0, clean = 0 } = taken.find(({ dataset }) => dataset === name) ?? {};
    const { version = null } = production.find((one) => one.name === name) ?? {};
    return {
      name,
      title,
      description,
      task: target.task,
      target: target.column,
      batches,
      clean,
      production: version,
    };
  });
}
