/** What a list is sorted by, as it is asked for: `entity.key [ASC|DESC]`. */
import { shown, Unsearchable } from './refused.ts';
import { unitsOf } from './units.ts';
import { type Named, named, type Vocabulary } from './vocabulary.ts';

export interface Sorting extends Named {
  readonly ascending: boolean;
}

/** Things to sort by, at most: each may cost a table. */
const MOST = 20;

/** @throws Unsearchable in MLflow's words */
export function sortingsOf(orderBy: readonly string[], vocabulary: Vocabulary): Sorting[] {
  if (orderBy.length > MOST)
    throw new Unsearchable(`Invalid order_by: it has ${orderBy.length} clauses, ${MOST} are the most`);
  const sortings = orderBy.map((clause) => sortingOf(clause, vocabulary));
  const names = new Set(sortings.map(({ entity, key }) => `${entity}.${key}`));
  if (names.size === sortings.length) return sortings;
  throw new Unsearchable(`\`order_by\` contains duplicate fields: ${shown(JSON.stringify(orderBy))}`);
}

function sortingOf(clause: string, vocabulary: Vocabulary): Sorting {
  const [name, direction, ...rest] = unitsOf(clause);
  if (name?.kind !== 'name' || rest.length > 0 || clause.includes('\0'))
    throw new Unsearchable(`Invalid order_by clause '${shown(clause)}'. Could not be parsed.`);
  const word = direction?.text.toLowerCase() ?? 'asc';
  if (word !== 'asc' && word !== 'desc')
    throw new Unsearchable(`Invalid ordering key in order_by clause '${shown(clause)}'.`);
  return { ...named(name.text, vocabulary), ascending: word === 'asc' };
}
