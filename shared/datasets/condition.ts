/** Conditions of a declaration on the rows of a normalised column: what rules reject by, and weights count by. */
import type { Condition } from './declaration.ts';
import type { NormalisedColumn } from './normalise.ts';

/**
 * Whether a row meets the condition. A missing value meets only the one that asks for it; an invalid one is not
 * missing.
 */
export function meets(condition: Condition, { column, invalid }: NormalisedColumn): (row: number) => boolean {
  const value = (row: number): number | string | null => column[row] as number | string | null;
  switch (condition.when) {
    case 'missing':
      return column instanceof Float64Array
        ? (row) => Number.isNaN(column[row]) && invalid?.[row] !== 1
        : (row) => column[row] === null && invalid?.[row] !== 1;
    case 'present':
      return column instanceof Float64Array
        ? (row) => !Number.isNaN(column[row])
        : (row) => column[row] !== null;
    case 'invalid':
      return (row) => invalid?.[row] === 1;
    case 'outside': {
      const [least, most] = condition.range;
      return (row) => (value(row) as number) < least || (value(row) as number) > most;
    }
    case 'at most':
      // NaN is at most nothing.
      return (row) => (value(row) as number) <= condition.value;
    case 'one of': {
      const values = new Set<unknown>(condition.values);
      return (row) => values.has(value(row));
    }
    case 'not one of': {
      const values = new Set<unknown>(condition.values);
      return (row) => value(row) !== null && !values.has(value(row));
    }
  }
}
