/** What a search finds, and how it is refused: in MLflow's shape, at once, also where Postgres has the last word. */
import { Readable } from 'node:stream';
import postgres from 'postgres';
import { type Answer, json } from '../../../shared/runtime/http/http.ts';
import { database } from '../../../shared/runtime/resources.ts';
import { type Query, withinTime } from '../../../shared/store/database.ts';
import { refusedData } from '../../../shared/store/refused-data.ts';
import type { Page } from '../../../shared/tracking/search/page.ts';
import { Unsearchable } from '../../../shared/tracking/search/refused.ts';
import { invalid } from '../refused.ts';

/** Milliseconds of one search. */
const LONGEST = 20_000;
/** Rows that are in memory at once, with all that belongs to them. */
const AT_ONCE = 500;

/** @throws HttpError 400 for what cannot be searched, and for what takes too long: clients would ask for it again and again */
export async function found(search: (sql: Query) => Promise<Page>): Promise<Page> {
  try {
    return await withinTime(database(), LONGEST, search);
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}

function refusalOf(error: unknown): Error | undefined {
  if (error instanceof Unsearchable) return invalid(error.message);
  const refused = refusedData(error);
  if (refused) return invalid(`Invalid search: ${refused}`);
  if (error instanceof postgres.PostgresError && error.code === '57014')
    return invalid(
      `The search takes more than ${LONGEST / 1000} seconds: narrow its filter, or its experiments`,
    );
  return undefined;
}

/**
 * The page under that name, in order; what is gone meanwhile is left out. A long one is written piece by piece, so that
 * it costs no more memory than a short one.
 * @param written rows of these keys, as they are on the wire, in their order
 */
export async function answered<Key>(
  name: string,
  keys: readonly Key[],
  nextPageToken: string | undefined,
  written: (keys: readonly Key[]) => Promise<readonly unknown[]>,
): Promise<Answer> {
  const next = nextPageToken === undefined ? {} : { next_page_token: nextPageToken };
  if (keys.length > AT_ONCE) return streamed(name, keys, next, written);
  const rows = keys.length === 0 ? [] : await written(keys);
  return json(rows.length === 0 ? next : { [name]: rows, ...next });
}

function streamed<Key>(
  name: string,
  keys: readonly Key[],
  next: { readonly next_page_token?: string },
  written: (keys: readonly Key[]) => Promise<readonly unknown[]>,
): Answer {
  async function* pieces(): AsyncGenerator<string> {
    yield `{${JSON.stringify(name)}:[`;
    let between = '';
    for (let at = 0; at < keys.length; at += AT_ONCE) {
      const rows = await written(keys.slice(at, at + AT_ONCE));
      if (rows.length > 0) yield between + rows.map((row) => JSON.stringify(row)).join(',');
      between ||= rows.length > 0 ? ',' : '';
    }
    yield `]${next.next_page_token === undefined ? '' : `,"next_page_token":${JSON.stringify(next.next_page_token)}`}}`;
  }
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status: 200, headers, body: Readable.from(pieces(), { objectMode: false }) };
}

/** Rows in the order of their keys. */
export function inOrder<Row>(
  keys: readonly string[],
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): Row[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.flatMap((key) => byKey.get(key) ?? []);
}

/** The only part of the keys. */
export const first = ({ keys }: Page): string[] => keys.map(([key = '']) => key);
