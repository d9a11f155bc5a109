/** Which fields of a request are which columns, and what is said of those that are none. */
import type { Dataset } from './declaration.ts';
import { nearest } from './nearest.ts';
import { canonicalText } from './values/text.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The columns that a request may give: all but the target. */
const fieldNames = ({ columns, target }: Dataset): string[] =>
  Object.keys(columns).filter((name) => name !== target.column);

const isField = ({ columns, target }: Dataset, name: string): boolean =>
  name !== target.column && Object.hasOwn(columns, name);

/**
 * @returns `given`: the fields that the data set has, whose names may differ in blanks and composition as texts may;
 * `ignored`: names of the others
 */
export function fieldsOf(
  dataset: Dataset,
  object: Fields,
): { readonly given: Fields; readonly ignored: readonly string[] } {
  const keys = Object.keys(object);
  const others = keys.filter((key) => !isField(dataset, key));
  if (others.length === 0) return { given: object, ignored: [] };
  const known = keys.filter((key) => isField(dataset, key));
  const given = Object.fromEntries(known.map((key) => [key, object[key]]));
  const ignored = others.filter((key) => {
    const name = canonicalText(key);
    if (!isField(dataset, name) || Object.hasOwn(given, name)) return true;
    given[name] = object[key];
    return false;
  });
  return { given, ignored };
}

const MOST_NAMED = 12;

/** What is said to whoever sent not one field that is known. */
export function noneKnown(dataset: Dataset, ignored: readonly string[]): string {
  const near = suggestionsFor(dataset, ignored);
  const said = ignored
    .slice(0, MOST_NAMED)
    .map(
      (name) => `"${name.slice(0, 60)}"${near[name] === undefined ? '' : ` (did you mean "${near[name]}"?)`}`,
    );
  const names = fieldNames(dataset);
  const expected = listed(names.slice(0, MOST_NAMED), names.length);
  return `not one field is known: ${listed(said, ignored.length)}; expected any of ${expected}`;
}

const listed = (some: readonly string[], all: number): string =>
  `${some.join(', ')}${all > some.length ? ` and ${all - some.length} more` : ''}`;

/** For each ignored name, of the first dozen, the known one that may have been meant, where there is one. */
export function suggestionsFor(
  dataset: Dataset,
  ignored: readonly string[],
): Readonly<Record<string, string>> {
  const entries = ignored
    .slice(0, MOST_NAMED)
    .map((name) => [name, suggestionFor(dataset, name)] as const)
    .filter((entry): entry is readonly [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

/** All rows of a batch have the same fields, and looking for a name takes longer than the rest of a row. */
const found = new WeakMap<Dataset, Map<string, string | undefined>>();
const MOST_REMEMBERED = 1_000;
const LONGEST = 100;

function suggestionFor(dataset: Dataset, name: string): string | undefined {
  if (name.length > LONGEST) return undefined;
  const remembered = found.get(dataset) ?? new Map<string, string | undefined>();
  found.set(dataset, remembered);
  if (remembered.has(name)) return remembered.get(name);
  const near = nearest(name, fieldNames(dataset));
  if (remembered.size < MOST_REMEMBERED) remembered.set(name, near);
  return near;
}
