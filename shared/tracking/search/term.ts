/** What a list is sorted by, as SQL; and what comes after a place in it. What is missing is last either way, NaN before it. */
import { joined, NOTHING, type Piece, q } from './piece.ts';

export interface Term {
  /** What the value needs in FROM: a left join, or nothing. */
  readonly join: Piece;
  readonly value: Piece;
  readonly type: 'text' | 'number' | 'whole' | 'moment';
  readonly gaps: 'none' | 'missing' | 'missing or NaN';
  readonly ascending: boolean;
}

/** Of one term, where a row stands: 0 when it has a value, 1 for NaN, 2 for none; and the value. */
export interface Place {
  readonly rank: number;
  readonly value: string | null;
}

export const always = (value: Piece, type: Term['type'], ascending: boolean): Term => ({
  join: NOTHING,
  value,
  type,
  gaps: 'none',
  ascending,
});

export function rankOf({ value, gaps }: Term): Piece {
  if (gaps === 'none') return q`0`;
  const nan = gaps === 'missing' ? NOTHING : q` when ${value} = 'NaN'::float8 then 1`;
  return q`(case when ${value} is null then 2${nan} else 0 end)`;
}

/** The value as a text that loses nothing. */
export const textOf = ({ type, value }: Term): Piece =>
  type === 'moment' ? q`(extract(epoch from ${value}) * 1000000)::bigint::text` : q`(${value})::text`;

/** Of what `textOf` says. */
function read({ type }: Term, text: string): Piece {
  switch (type) {
    case 'moment':
      return q`('epoch'::timestamptz + ${text}::text::bigint * interval '1 microsecond')`;
    case 'number':
      return q`${text}::text::float8`;
    case 'whole':
      return q`${text}::text::bigint`;
    case 'text':
      return q`${text}::text`;
  }
}

const FORMS = {
  moment: /^-?\d{1,17}$/,
  number: /^(?:-?\d{1,20}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?|-?Infinity|NaN)$/,
  whole: /^-?\d{1,18}$/,
  text: /^[^\0]*$/,
};

/** Whether the place is one that the term can give. */
export const isPlace = ({ type, gaps }: Term, { rank, value }: Place): boolean =>
  value === null ? rank === 2 && gaps !== 'none' : FORMS[type].test(value) && (rank === 0 || rank === 1);

/** ORDER BY, without the word. */
export const sortedBy = (terms: readonly Term[]): Piece =>
  joined(
    terms.flatMap((term) => {
      const value = term.ascending ? q`${term.value} asc` : q`${term.value} desc`;
      return term.gaps === 'none' ? [value] : [q`${rankOf(term)} asc`, value];
    }),
    ', ',
  );

/**
 * Holds for rows after the place: row by row of the terms, as keys are compared. The bound on the first term says nothing
 * new, but an index can begin there.
 */
export function after(terms: readonly Term[], places: readonly Place[]): Piece {
  const further = terms.map((term, index) => {
    const before = terms.slice(0, index).map((one, at) => sameAs(one, places[at]));
    return q`(${joined([...before, beyond(term, places[index])], ' and ')})`;
  });
  const [first] = terms;
  const bound = first ? q`${notBefore(first, places[0])} and ` : NOTHING;
  return q`(${bound}(${joined(further, ' or ')}))`;
}

const NOWHERE: Place = { rank: 0, value: null };

function beyond(term: Term, { rank, value }: Place = NOWHERE): Piece {
  const lower = q`${rankOf(term)} > ${rank}::int`;
  if (rank > 0 || value === null) return lower;
  const next = q`${term.value} ${term.ascending ? q`>` : q`<`} ${read(term, value)}`;
  return term.gaps === 'none' ? next : q`(${lower} or (${rankOf(term)} = 0 and ${next}))`;
}

function sameAs(term: Term, { rank, value }: Place = NOWHERE): Piece {
  const alike = q`${rankOf(term)} = ${rank}::int`;
  if (rank > 0 || value === null) return alike;
  const same = q`${term.value} = ${read(term, value)}`;
  return term.gaps === 'none' ? same : q`(${alike} and ${same})`;
}

function notBefore(term: Term, { value }: Place = NOWHERE): Piece {
  if (term.gaps !== 'none' || value === null) return q`true`;
  return q`${term.value} ${term.ascending ? q`>=` : q`<=`} ${read(term, value)}`;
}
