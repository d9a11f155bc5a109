/** Metrics that are read from the database together. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { Family, Value } from '../../shared/runtime/exposition.ts';
import type { Query } from '../../shared/store/database.ts';

export interface Group {
  readonly name: string;
  /** How old what was read may get; default a little less than the 15 seconds between two scrapes. */
  readonly freshSeconds?: number;
  /**
   * Reads no more than what its indexes bound. Values of other data sets than these are left out: labels are what is
   * declared, not what a table holds.
   */
  read(sql: Query, datasets: readonly Dataset[]): Promise<Family[]>;
}

export const gauge = (name: string, help: string, values: readonly Value[]): Family => ({
  name,
  help,
  type: 'gauge',
  values,
});

export const counter = (name: string, help: string, values: readonly Value[]): Family => ({
  name,
  help,
  type: 'counter',
  values,
});

export const namesOf = (datasets: readonly Dataset[]): string[] => datasets.map(({ name }) => name);
