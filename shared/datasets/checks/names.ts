/** Names that are taken: by the tables, by reasons of `clean`, or twice. */
import { type Fault, type Placed, within } from './fault.ts';
import type { Parts } from './parts.ts';

/** Names that the tables have beside the data set's own columns. */
const RESERVED = new Set([
  'batch',
  'row_number',
  'origin',
  'load_date',
  'processed_date',
  'identity',
  'bucket',
  'raw_text',
  'raw_problem',
]);
/** Reasons that `clean` gives by itself. */
const BUILT_IN = new Set(['malformed', 'encoding', 'length']);
/** Schemas of Postgres that are no data set's. */
const SCHEMAS = new Set(['marea', 'public', 'information-schema']);
/** Folders of the bucket `models` that are no data set's. */
const FOLDERS = new Set(['access']);
/** Bytes; Postgres cuts longer names. */
const LONGEST = 60;

export function nameFaults({ name, columns, derived, rules, features }: Parts): Fault[] {
  const inTables = [...columns.keys()].map((is) => ({ at: within('columns', is), is }));
  const added = derived.map(({ at }) => ({ at, is: lastKey(at) }));
  const ruleNames = rules.map(({ at, is }) => ({ at: `${at}.name`, is: is.name }));
  const featureNames = features.map(({ at, is }) => ({ at: `${at}.name`, is: is.name }));
  return [
    ...taken(name && SCHEMAS.has(name.is) ? [name] : [], 'a schema of the database'),
    ...taken(name && FOLDERS.has(name.is) ? [name] : [], 'where the API keys are in the object store'),
    ...taken(
      [...inTables, ...added].filter(({ is }) => RESERVED.has(is)),
      'a column that the tables have',
    ),
    ...[...inTables, ...added]
      .filter(({ is }) => is === '' || Buffer.byteLength(is) > LONGEST)
      .map(({ at }) => ({ at, message: `expected a name of 1 to ${LONGEST} bytes` })),
    ...taken(
      ruleNames.filter(({ is }) => BUILT_IN.has(is)),
      'a reason that clean gives by itself',
    ),
    ...[[...inTables, ...added], ruleNames, featureNames].flatMap(twice),
  ];
}

/** The name of what stands at a place: `derived["per room"]`. */
const lastKey = (at: string): string =>
  at.endsWith('"]')
    ? (JSON.parse(at.slice(at.indexOf('[') + 1, -1)) as string)
    : at.slice(at.indexOf('.') + 1);

const taken = (names: readonly Placed<string>[], by: string): Fault[] =>
  names.map(({ at, is }) => ({ at, message: `the name "${is}" is taken: it is ${by}` }));

function twice(names: readonly Placed<string>[]): Fault[] {
  const first = new Map<string, string>();
  return names.flatMap(({ at, is }) => {
    const before = first.get(is);
    if (before === undefined) first.set(is, at);
    return before === undefined ? [] : [{ at, message: `the name "${is}" is that of ${before}, too` }];
  });
}
