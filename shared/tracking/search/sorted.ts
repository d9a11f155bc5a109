/** Orders by columns that every row has: those of experiments, registered models and model versions. */
import { type Sorting, sortingsOf } from './order.ts';
import { Unsearchable } from './refused.ts';
import { always, type Term } from './term.ts';
import type { Vocabulary } from './vocabulary.ts';

/** By the name of what is sorted by: its column. */
export type Columns = Readonly<Record<string, Pick<Term, 'value' | 'type'>>>;

/**
 * @param ties what follows what is asked for, where that does not name it: it tells any two rows apart
 * @throws Unsearchable
 */
export function columnTerms(
  orderBy: readonly string[],
  words: Vocabulary,
  columns: Columns,
  ties: readonly Pick<Sorting, 'key' | 'ascending'>[],
): Term[] {
  const asked = sortingsOf(orderBy, words);
  const tag = asked.find(({ entity }) => entity !== 'attribute');
  if (tag) throw new Unsearchable(`Invalid order_by entity: ${tag.entity}`);
  const rest = ties.filter(({ key }) => !asked.some((sorting) => sorting.key === key));
  return [...asked, ...rest].flatMap(({ key, ascending }) => {
    const column = columns[key];
    return column ? [always(column.value, column.type, ascending)] : [];
  });
}
