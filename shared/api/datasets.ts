/** The data sets that are declared, with how much there is of each and what serves it. */
import type { Dataset } from '../datasets/declaration.ts';
import type { Apart } from '../runtime/knative/predictors.ts';

export interface DatasetSummary extends Pick<Dataset, 'name' | 'title' | 'description'> {
  readonly task: Dataset['target']['task'];
  /** The column that is predicted. */
  readonly target: string;
  readonly batches: number;
  /** Rows. */
  readonly clean: number;
  /** The version in production. */
  readonly production: number | null;
}

/** GET /api/datasets */
export interface Datasets {
  readonly datasets: readonly DatasetSummary[];
  /** What is declared, but not served, and what is left of those that nobody declares. */
  readonly apart: Apart;
}
