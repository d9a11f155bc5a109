/** The data sets that are declared, with how much there is of each and what serves it. */
import { datasets } from '../../shared/datasets/index.ts';
import type { Query } from '../../shared/store/database.ts';

export interface DatasetSummary {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly task: 'regression' | 'classification';
  readonly target: string;
  readonly batches: number;
  readonly clean: number;
  readonly production: number | null;
}

export async function listDatasets(sql: Query): Promise<DatasetSummary[]> {
  const counted = await sql<{ dataset: string; batches: number; clean: number }[]>`
    select dataset, count(*)::int as batches, sum(clean)::float8 as clean from marea.batches group by dataset`;
  const served = await sql<{ name: string; version: number }[]>`
    select name, version from marea.model_versions where stage = 'Production'`;
  return datasets().map(({ name, title, description, target }) => ({
    name,
    title,
    description,
    task: target.task,
    target: target.column,
    batches: counted.find((row) => row.dataset === name)?.batches ?? 0,
    clean: counted.find((row) => row.dataset === name)?.clean ?? 0,
    production: served.find((row) => row.name === name)?.version ?? null,
  }));
}
