/**
 * The comparisons of a filter: `<name> <comparator> <value>`, `<name> [NOT] IN (...)`, `<name> IS [NOT] NULL`, which AND
 * stands between. There is no OR, no NOT and no bracket around them.
 */
import { shown, Unsearchable } from './refused.ts';
import { type Unit, unitsOf } from './units.ts';

export interface Comparison {
  readonly left: Unit;
  /** In capitals, with single blanks. */
  readonly comparator: string;
  /** None for IS NULL and IS NOT NULL. */
  readonly right: Unit | undefined;
}

/** Characters of a filter, and comparisons in it, at most. */
const LONGEST = 200_000;
const MOST = 100;

/** @throws Unsearchable in MLflow's words */
export function comparisonsIn(filter: string): Comparison[] {
  if (filter === '') return [];
  if (filter.length > LONGEST)
    throw new Unsearchable(`Invalid filter: it has ${filter.length} characters, ${LONGEST} are the most`);
  const units = unitsOf(filter);
  if (units.length === 0 || filter.includes('\0'))
    throw new Unsearchable(`Invalid filter '${shown(filter)}'. Could not be parsed.`);
  refuseSeveral(filter, units);
  const { comparisons, invalid } = read(units);
  if (invalid.length > 0) throw new Unsearchable(`Invalid clause(s) in filter string: ${quoted(invalid)}`);
  if (comparisons.length > MOST)
    throw new Unsearchable(`Invalid filter: it has ${comparisons.length} comparisons, ${MOST} are the most`);
  for (const { left } of comparisons) mustBeName(left);
  return comparisons;
}

function refuseSeveral(filter: string, units: readonly Unit[]): void {
  const end = units.findIndex(({ kind }) => kind === 'semicolon');
  if (end < 0 || end === units.length - 1) return;
  throw new Unsearchable(
    `Search filter contained multiple expression ${between(shown(filter))}. Provide AND-ed expression list.`,
  );
}

/** As Python shows a text. */
const between = (text: string): string => (text.includes("'") ? `"${text}"` : `'${text}'`);

const quoted = (units: readonly Unit[]): string => shown(units.map(({ text }) => `'${text}'`).join(', '));

interface Read {
  readonly comparisons: Comparison[];
  readonly invalid: Unit[];
}

function read(units: readonly Unit[]): Read {
  const done: Read = { comparisons: [], invalid: [] };
  for (let at = 0; at < units.length; ) at += take(units.slice(at, at + 4), done);
  return done;
}

/** Takes what the next units say. @returns how many they were */
function take(next: readonly Unit[], { comparisons, invalid }: Read): number {
  const [first] = next;
  if (!first || says(first, 'AND')) return 1;
  const found = listed(next) ?? nothing(next) ?? compared(next);
  if (!found) {
    invalid.push(first);
    return 1;
  }
  comparisons.push(found.comparison);
  return found.length;
}

type Found = { readonly comparison: Comparison; readonly length: number } | undefined;

function compared([left, comparator, right]: readonly Unit[]): Found {
  if (!left || !isOperand(left) || comparator?.kind !== 'comparator') return undefined;
  if (!right || !(isOperand(right) || right.kind === 'group')) return undefined;
  const words = comparator.text.toUpperCase().replaceAll(/\s+/g, ' ');
  return { comparison: { left, comparator: words, right }, length: 3 };
}

function listed([left, ...rest]: readonly Unit[]): Found {
  const not = says(rest[0], 'NOT');
  const [word, group] = not ? rest.slice(1) : rest;
  if (!left || !isName(left) || !says(word, 'IN') || group?.kind !== 'group') return undefined;
  return { comparison: { left, comparator: not ? 'NOT IN' : 'IN', right: group }, length: not ? 4 : 3 };
}

function nothing([left, is, ...rest]: readonly Unit[]): Found {
  const not = says(rest[0], 'NOT');
  if (!left || !isName(left) || !says(is, 'IS') || !says(rest[not ? 1 : 0], 'NULL')) return undefined;
  const comparator = not ? 'IS NOT NULL' : 'IS NULL';
  return { comparison: { left, comparator, right: undefined }, length: not ? 4 : 3 };
}

/** Words that are no names, unless they are quoted. */
const WORDS = new Set(['AND', 'OR', 'NOT', 'IN', 'IS', 'NULL', 'BETWEEN']);

const says = (unit: Unit | undefined, word: string): boolean =>
  unit?.kind === 'name' && unit.text.toUpperCase() === word;
const isName = ({ kind, text }: Unit): boolean => kind === 'name' && !WORDS.has(text.toUpperCase());
const isOperand = (unit: Unit): boolean => isName(unit) || unit.kind === 'number' || unit.kind === 'text';

function mustBeName(unit: Unit): void {
  if (unit.kind === 'name') return;
  throw new Unsearchable(`Invalid comparison clause. Expected 'Identifier' found '${shown(unit.text)}'`);
}
