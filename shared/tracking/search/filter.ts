/** A filter as clauses that all have to hold: which name, compared how, with what. */
import { type Comparison, comparisonsIn } from './comparisons.ts';
import { isQuoted, unquoted } from './quotes.ts';
import { shown, Unsearchable } from './refused.ts';
import type { Unit } from './units.ts';
import { type Field, fieldOf, LISTS, listOf, type Named, named, type Vocabulary } from './vocabulary.ts';

export interface Clause extends Named {
  readonly comparator: string;
  /** A list for IN and NOT IN; none for IS NULL and IS NOT NULL. */
  readonly value: string | number | readonly string[] | undefined;
}

/** @throws Unsearchable, in MLflow's words as far as it has some */
export const clausesOf = (filter: string, vocabulary: Vocabulary): Clause[] =>
  comparisonsIn(filter).map((comparison) => clauseOf(comparison, vocabulary));

function clauseOf({ left, comparator, right }: Comparison, vocabulary: Vocabulary): Clause {
  const name = named(left.text, vocabulary);
  const field = fieldOf(name, vocabulary);
  if (!field) throw new Unsearchable(`Invalid identifier '${shown(left.text)}'`);
  if (right === undefined) mustTakeAbsence(name, field, vocabulary);
  const value = right && valueIn(right, name, field, vocabulary);
  const fits = Array.isArray(value) === LISTS.includes(comparator);
  if (!field.comparators.includes(comparator) || !fits)
    throw new Unsearchable(vocabulary.wrongComparator(name, comparator, field));
  return { ...name, comparator, value };
}

function mustTakeAbsence({ entity, key }: Named, { comparators }: Field, { fields }: Vocabulary): void {
  if (comparators.includes('IS NULL')) return;
  const able = (['tag', 'parameter'] as const).filter((of) =>
    fields[of]?.['*']?.comparators.includes('IS NULL'),
  );
  const what = able.map((of) => (of === 'tag' ? 'tags' : 'params')).join(' and ') || 'nothing here';
  throw new Unsearchable(
    `IS NULL / IS NOT NULL is only supported for ${what}, not for '${entity}' '${shown(key)}'`,
  );
}

function valueIn(unit: Unit, name: Named, field: Field, vocabulary: Vocabulary): string | number | string[] {
  if (field.type === 'number') return numberOf(unit, name, field);
  if (unit.kind === 'group') return listIn(unit, name, field, vocabulary);
  if (unit.kind === 'number') throw notQuoted(unit, name);
  if (isQuoted(unit.text)) return unquoted(unit.text);
  throw new Unsearchable(
    `Parameter value is either not quoted or unidentified quote types used for string value ${shown(unit.text)}. ` +
      'Use either single or double quotes.',
  );
}

function numberOf(unit: Unit, { entity, key }: Named, { whole }: Field): number {
  const text = whole ? unquoted(unit.text) : unit.text;
  const value = Number(text);
  if (whole && unit.kind !== 'name' && !/^-?\d+$/.test(text))
    throw new Unsearchable(`Invalid value for numeric attribute '${key}': '${shown(text)}'`);
  if ((whole || unit.kind === 'number') && !Number.isNaN(value)) return value;
  const what = entity === 'metric' ? 'metric' : `numeric attribute: ${key}`;
  throw new Unsearchable(`Expected numeric value type for ${what}. Found ${shown(unit.text)}`);
}

function notQuoted({ text }: Unit, { entity }: Named): Unsearchable {
  const what = { attribute: 'attributes', dataset: 'dataset attributes' }[entity as string];
  const expected = what ?? `${entity} (e.g. 'my-value')`;
  return new Unsearchable(`Expected a quoted string value for ${expected}. Got value ${shown(text)}`);
}

function listIn(unit: Unit, name: Named, field: Field, { fields }: Vocabulary): string[] {
  if (field.comparators.includes('IN')) return textsIn(unit.text);
  if (name.entity !== 'attribute') throw notQuoted(unit, name);
  const able = Object.entries(fields.attribute ?? {}).filter(([, { comparators }]) =>
    comparators.includes('IN'),
  );
  const keys = listOf(able.map(([key]) => key).sort());
  throw new Unsearchable(`Only ${keys} attributes support comparison with a list of quoted string values.`);
}

const TEXT = `'(?:''|[^'])*'|"(?:""|[^"])*"`;
const LIST = new RegExp(`^\\(\\s*(?:(?:${TEXT})\\s*(?:,\\s*(?:${TEXT})\\s*)*,?\\s*)?\\)$`, 'u');
const LISTED = 'While parsing a list in the query,';

/** The texts of `('a', 'b')`. */
function textsIn(group: string): string[] {
  const texts = [...group.matchAll(new RegExp(TEXT, 'gu'))].map(([text]) => unquoted(text));
  if (LIST.test(group) && texts.length > 0) return texts;
  if (/^\(\s*\)$/.test(group))
    throw new Unsearchable(`${LISTED} expected a non-empty list of string values, but got empty list`);
  throw new Unsearchable(`${LISTED} expected a non-empty list of string values, but got ill-formed list.`);
}
