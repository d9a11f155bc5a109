/**
 * Rows as clients of a data set would send them, made from its declaration: near its example, within the declared
 * ranges, with known values, and with fields missing. Seeded: the same seed gives the same rows.
 */
import { isoDay } from '../../shared/datasets/day.ts';
import type { ColumnDeclaration, Dataset } from '../../shared/datasets/declaration.ts';
import { requestColumns } from '../../shared/datasets/schema.ts';
import { below, normal, type Random, seeded } from '../../shared/ml/random.ts';

export type Value = string | number;
export type Row = Readonly<Record<string, Value>>;

/** Known values of text columns beside those that the declaration names, as the service tells them. */
export type KnownValues = Readonly<Record<string, readonly string[]>>;

/** Share of rows without a field that the example has, and without one that it has not. */
const MISSING = 0.08;
const MISSING_ELSEWHERE = 0.6;
/** Numbers are spread around the example's by this factor up or down, in 68 of 100 rows. */
const SPREAD = 1.4;
/** Days are up to this long before the example's or after it. */
const DAYS = 3650;

export function rowsOf(dataset: Dataset, known: KnownValues, seed: number, count: number): Row[] {
  const random = seeded('load', dataset.name, seed);
  const columns = requestColumns(dataset).flatMap(([name, declaration]) => {
    const example = dataset.example[name];
    const values = known[name] ?? declaration.values ?? [];
    // Nothing is known of it: identifiers, mostly.
    if (example === undefined && values.length === 0) return [];
    return [{ name, declaration, example, values }];
  });
  return Array.from({ length: count }, () => {
    const row: Record<string, Value> = {};
    for (const { name, declaration, example, values } of columns) {
      if (random() < (example === undefined ? MISSING_ELSEWHERE : MISSING)) continue;
      row[name] = values.length > 0 ? frequent(random, values) : near(random, declaration, example as Value);
    }
    return row;
  });
}

/** Values that come earlier come more often, as the first of a list mostly do: by the square of a uniform draw. */
const frequent = (random: Random, values: readonly string[]): string =>
  values[Math.floor(values.length * random() ** 2)] as string;

function near(random: Random, declaration: ColumnDeclaration, example: Value): Value {
  switch (declaration.type) {
    case 'number':
    case 'integer':
      return nearNumber(random, declaration, Number(example));
    case 'date':
      return isoDay(Date.parse(String(example)) / 86_400_000 + Math.round((2 * random() - 1) * DAYS));
    case 'code':
      return random() < 0.5 ? example : alike(random, String(example));
    case 'text':
      return example;
  }
}

/** As many decimals as the example has. */
function nearNumber(random: Random, { type, range }: ColumnDeclaration, example: number): number {
  const decimals = type === 'integer' ? 0 : (String(example).split('.')[1]?.length ?? 0);
  const drawn = (example === 0 ? random() ** 2 * 3 : example) * SPREAD ** normal(random);
  const [least, most] = range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return Number(Math.min(most, Math.max(least, drawn)).toFixed(decimals));
}

/** A code of the same form: other digits. Most of them the model has never seen, as happens. */
const alike = (random: Random, example: string): string =>
  example.replace(/\d/g, () => String(below(random, 10)));
