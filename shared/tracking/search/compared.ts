/** A clause as a condition on what it names. */
import type { Clause } from './filter.ts';
import { type Piece, q } from './piece.ts';

/**
 * @param value what the clause names: a text, or a number as double precision; where it is missing (null), the condition
 * does not hold, whatever it is
 */
export function compared(value: Piece, { comparator, value: asked, entity }: Clause): Piece {
  if (typeof asked === 'number') return comparedNumber(value, comparator, asked, entity === 'metric');
  if (typeof asked === 'string') return comparedText(value, comparator, asked);
  if (comparator === 'NOT IN') return q`${value} <> all(${asked ?? []}::text[])`;
  return q`${value} = any(${asked ?? []}::text[])`;
}

/** For Postgres NaN is above all numbers; here it is above none, and only unequal. */
function comparedNumber(value: Piece, comparator: string, asked: number, mayBeNaN: boolean): Piece {
  const number = q`${asked}::float8`;
  const below = mayBeNaN ? q` and ${value} < 'NaN'::float8` : q``;
  switch (comparator) {
    case '=':
      return q`${value} = ${number}`;
    case '!=':
      return q`${value} <> ${number}`;
    case '<':
      return q`${value} < ${number}`;
    case '<=':
      return q`${value} <= ${number}`;
    case '>':
      return q`${value} > ${number}${below}`;
    default:
      return q`${value} >= ${number}${below}`;
  }
}

/** Nothing in a pattern is an escape. ILIKE knows the letters of all scripts, in whatever locale the database is. */
function comparedText(value: Piece, comparator: string, asked: string): Piece {
  switch (comparator) {
    case '!=':
      return q`${value} <> ${asked}::text`;
    case 'LIKE':
      return q`${value} like ${asked}::text escape ''`;
    case 'ILIKE':
      return q`(${value}) collate pg_c_utf8 ilike ${asked}::text escape ''`;
    default:
      return q`${value} = ${asked}::text`;
  }
}

/** Times as clients see them. */
export const milliseconds = (moment: Piece): Piece => q`round(extract(epoch from ${moment}) * 1000)::float8`;
