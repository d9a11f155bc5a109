/** One page of a search: the keys of its rows in order, and where the next page begins. */
import type { Query } from '../../store/database.ts';
import { joined, type Piece, q, written } from './piece.ts';
import { after, type Place, rankOf, sortedBy, type Term, textOf } from './term.ts';
import { placesOf, type Question, tokenOf } from './token.ts';

export interface Asked {
  /** FROM, without the word. */
  readonly from: Piece;
  /** An array of texts: what names a row. */
  readonly key: Piece;
  readonly where: readonly Piece[];
  /** The last of them tell any two rows apart. */
  readonly terms: readonly Term[];
  readonly question: Question;
  readonly maxResults: number;
  readonly pageToken: string | undefined;
}

export interface Page {
  readonly keys: readonly (readonly string[])[];
  readonly nextPageToken: string | undefined;
}

interface Row {
  readonly key: string[];
  /** Ranks and values of the terms, in turn. */
  readonly place: (number | string | null)[];
}

/** @throws Unsearchable for a token that is none of this search's */
export async function pageOf(sql: Query, asked: Asked): Promise<Page> {
  const { question, terms, maxResults, pageToken } = asked;
  const places = pageToken ? placesOf(pageToken, question, terms) : undefined;
  const rows: Row[] = [];
  // One more than asked for tells whether there is a next page.
  for (const part of partsOf(terms, places)) {
    if (rows.length <= maxResults)
      rows.push(...(await rowsOf(sql, asked, part, maxResults + 1 - rows.length)));
  }
  const last = rows.length > maxResults ? rows[maxResults - 1] : undefined;
  return {
    keys: rows.slice(0, maxResults).map(({ key }) => key),
    nextPageToken: last && tokenOf(question, placesIn(last)),
  };
}

interface Part {
  readonly where: readonly Piece[];
  readonly terms: readonly Term[];
}

/**
 * Rows that have the first metric come before all that have none. Asked for alone, they are read in the order of its
 * index, and only as many as the page has; the others are asked for when these do not fill it.
 */
function partsOf(terms: readonly Term[], places: readonly Place[] | undefined): Part[] {
  const [first, ...rest] = terms;
  if (first?.gaps !== 'missing or NaN') return [{ where: places ? [after(terms, places)] : [], terms }];
  const having: readonly Term[] = [{ ...first, gaps: 'none' }, ...rest];
  const begun = places ? [after(terms, places)] : [];
  const others = { where: [...begun, q`${rankOf(first)} > 0`], terms };
  if (places && places[0]?.rank !== 0) return [others];
  const from = places ? [after(having, places)] : [];
  return [{ where: [...from, q`${first.value} < 'NaN'::float8`], terms: having }, others];
}

async function rowsOf(sql: Query, { from, key, where }: Asked, part: Part, limit: number): Promise<Row[]> {
  const place = joined(
    part.terms.flatMap((term) => [rankOf(term), textOf(term)]),
    ', ',
  );
  const { text, values } = written(q`
    select ${key} as key, json_build_array(${place}) as place
    from ${from} ${joined(
      part.terms.map(({ join }) => join),
      ' ',
    )}
    where ${joined([q`true`, ...where, ...part.where], ' and ')}
    order by ${sortedBy(part.terms)} limit ${limit}::int`);
  // Not prepared: there are as many forms as there are filters, and a plan for these values is better than one for all.
  return await sql.unsafe<Row[]>(text, values as (string | number | string[])[]);
}

const placesIn = ({ place }: Row): Place[] =>
  place.flatMap((rank, at) => {
    const value = place[at + 1];
    return at % 2 === 0 ? [{ rank: Number(rank), value: typeof value === 'string' ? value : null }] : [];
  });
