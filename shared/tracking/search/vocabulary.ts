/** What a search may name: entities, their keys, and with what each may be compared. A vocabulary for each kind. */
import { plain } from './quotes.ts';
import { shown, Unsearchable } from './refused.ts';

export type Entity = 'attribute' | 'metric' | 'parameter' | 'tag' | 'dataset';

/** What can be asked of one name. */
export interface Field {
  readonly type: 'text' | 'number';
  readonly comparators: readonly string[];
  /** A number that is whole, and may be quoted. */
  readonly whole?: boolean;
}

export interface Named {
  readonly entity: Entity;
  /** As the platform calls it: aliases are resolved. */
  readonly key: string;
}

export interface Vocabulary {
  /** Words before the dot. */
  readonly entities: Readonly<Record<string, Entity>>;
  readonly unknownEntity: (word: string) => string;
  /** By key; those of entities that take any key are under '*'. */
  readonly fields: Readonly<Partial<Record<Entity, Readonly<Record<string, Field>>>>>;
  /** Other words for keys of attributes. */
  readonly aliases: Readonly<Record<string, string>>;
  readonly wrongComparator: (named: Named, comparator: string, field: Field) => string;
  /** Where a kind has words of its own for it. */
  readonly unknownKey?: (key: string) => string;
}

export const NUMBERS = ['>', '>=', '!=', '=', '<', '<='];
export const TEXTS = ['!=', '=', 'LIKE', 'ILIKE'];
export const LISTS = ['IN', 'NOT IN'];
export const ABSENCE = ['IS NULL', 'IS NOT NULL'];

/** As the refusals list them. */
export const setOf = (values: readonly string[]): string =>
  `{${values.map((value) => `'${value}'`).join(', ')}}`;
export const tupleOf = (values: readonly string[]): string =>
  `(${values.map((value) => `'${value}'`).join(', ')})`;
export const listOf = (values: readonly string[]): string =>
  `[${values.map((value) => `'${value}'`).join(', ')}]`;

/** The name that an identifier says, `entity.key` or the bare key of an attribute. @throws Unsearchable */
export function named(identifier: string, vocabulary: Vocabulary): Named {
  const [, word, rest] = /^(`[^`]*`|"[^"]*"|[^.`"']+)\.(.*)$/su.exec(identifier) ?? [];
  const entity = word === undefined ? 'attribute' : entityOf(word, vocabulary);
  const key = plain(rest ?? identifier);
  const known = entity === 'attribute' ? (own(vocabulary.aliases, key) ?? key) : key;
  if (fieldOf({ entity, key: known }, vocabulary)) return { entity, key: known };
  const keys = setOf(Object.keys(vocabulary.fields[entity] ?? {}));
  const said = vocabulary.unknownKey?.(shown(key));
  throw new Unsearchable(said ?? `Invalid ${entity} key '${shown(key)}' specified. Valid keys are '${keys}'`);
}

function entityOf(quoted: string, { entities, unknownEntity }: Vocabulary): Entity {
  const word = /^`.*`$/s.test(quoted) ? quoted.slice(1, -1) : quoted;
  const entity = own(entities, word);
  if (!entity) throw new Unsearchable(unknownEntity(shown(word)));
  return entity;
}

export function fieldOf({ entity, key }: Named, { fields }: Vocabulary): Field | undefined {
  const known = fields[entity] ?? {};
  return own(known, key) ?? own(known, '*');
}

/** Not what every object has: a key may be called `constructor`. */
const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
