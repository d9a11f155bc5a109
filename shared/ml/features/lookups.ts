/** Fits each kind of looked-up feature: what the training rows say becomes a table. */
import type { FittedKeyPart, FittedLookup } from './fitted.ts';
import type { Grouping } from './grouping.ts';
import type { SmoothedMeans } from './means.ts';
import type { FeatureSpecification } from './specification.ts';

type Specification<K extends FeatureSpecification['kind']> = Extract<FeatureSpecification, { kind: K }>;

/** A one-hot has at most so many values, a category so many of its own: trees tell 254 apart. */
const mostValues = 40;
const mostCategories = 253;

/** Values as the graph holds them. */
const float32 = (value: number): number | null => (Number.isNaN(value) ? null : Math.fround(value));

/**
 * Means of all levels under each other, the overall mean at last. The coarsest level comes first: features that
 * fall back to the same levels then have the same rows for them, and the graph looks these up once.
 */
export function lookUpMeans(
  names: readonly string[],
  levels: readonly Grouping[],
  means: SmoothedMeans,
): FittedLookup {
  let above = 0;
  const fitted = levels.toReversed().map(({ key, keys }) => {
    const start = above;
    above += keys.length;
    return { key, keys, rows: keys.map((_, at) => start + at) };
  });
  const values = [...means.levels.toReversed(), means.overall].flatMap((level) => Array.from(level, float32));
  return { kind: 'lookup', names, levels: fitted.toReversed(), values };
}

/** log(1 + rows of each key), 0 for any other key, NaN for none. */
export function lookUpFrequency({ name }: Specification<'frequency'>, grouping: Grouping): FittedLookup {
  const values = Array.from(rowsOfGroups(grouping), (count) => float32(Math.log1p(count)));
  return keyed(name, grouping.key, grouping.keys, [...values, 0]);
}

/** The place of each key among the common ones, the commonest first; one more for any other key, NaN for none. */
export function lookUpCategory(
  { name, minRows = 20 }: Specification<'category'>,
  grouping: Grouping,
): FittedLookup {
  const common = commonestOf(grouping, minRows, mostCategories);
  const places = [...common.keys(), common.length];
  return { ...keyed(name, grouping.key, common, places), categories: places.length };
}

/** Indicators of the commonest values, in alphabetical order; all 0 for any other value. */
export function lookUpOneHot(specification: Specification<'oneHot'>, grouping: Grouping): FittedLookup {
  const { name, minRows = 50 } = specification;
  const common = commonestOf(grouping, minRows, mostValues).sort();
  return indicators(name, specification.column, common, (value) => value);
}

/** A number for each text, NaN for any other. */
export function lookUpScale({ name, column, values }: Specification<'scale'>): FittedLookup {
  return single(name, [column], Object.keys(values), [...Object.values(values).map(float32), null]);
}

/** Indicators of the groups of codes; all 0 for a code of no group. */
export function lookUpGroup(specification: Specification<'group'>, grouping: Grouping): FittedLookup {
  const { name, column, groups, groupOf, domain } = specification;
  const codes = [...new Set([...domain, ...grouping.keys])].filter((code) => groups.includes(groupOf(code)));
  return indicators(name, column, groups, groupOf, codes);
}

function indicators(
  name: string,
  column: string,
  groups: readonly string[],
  groupOf: (value: string) => string,
  keys: readonly string[] = groups,
): FittedLookup {
  const width = groups.length;
  const values = new Array<number>((width + 1) * width).fill(0);
  for (let group = 0; group < width; group++) values[group * width + group] = 1;
  const rows = keys.map((key) => groups.indexOf(groupOf(key)));
  const names = groups.map((group) => `${name}:${group}`);
  return { kind: 'lookup', names, levels: [{ key: [column], keys, rows }], values };
}

/** NaN where the key is missing: as one more value of a key of one column, and by the columns of other keys. */
function keyed(
  name: string,
  key: readonly FittedKeyPart[],
  keys: readonly string[],
  values: readonly (number | null)[],
): FittedLookup {
  return key.length === 1 && typeof key[0] === 'string'
    ? single(name, key, ['', ...keys], [null, ...values])
    : { ...single(name, key, keys, values), needsKey: true };
}

function single(
  name: string,
  key: readonly FittedKeyPart[],
  keys: readonly string[],
  values: readonly (number | null)[],
): FittedLookup {
  return { kind: 'lookup', names: [name], levels: [{ key, keys, rows: keys.map((_, at) => at) }], values };
}

/** Keys of enough rows, the commonest first, equally common ones in alphabetical order. */
function commonestOf(grouping: Grouping, minRows: number, most: number): string[] {
  const counts = rowsOfGroups(grouping);
  return grouping.keys
    .map((key, at) => ({ key, count: counts[at] as number }))
    .filter(({ count }) => count >= minRows)
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
    .slice(0, most)
    .map(({ key }) => key);
}

function rowsOfGroups({ keys, groupOf }: Grouping): Float64Array {
  const counts = new Float64Array(keys.length);
  for (const group of groupOf) if (group >= 0) counts[group] = (counts[group] as number) + 1;
  return counts;
}
