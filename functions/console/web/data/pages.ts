/** Lists that go on: the newest page is live, and older ones are fetched when somebody wants them. */
import { useState } from 'preact/hooks';
import { ask } from './ask.ts';
import { type Live, useLive } from './live.ts';
import { Refused } from './refused.ts';

export interface Paging<Answer, Row> {
  /** Of the page after `cursor`, or of the newest one. */
  readonly path: (cursor: string | undefined) => string;
  readonly rowsOf: (answer: Answer) => readonly Row[];
  /** What the page after this row is asked for by, unless the answer says it; also what tells rows apart. */
  readonly cursorOf: (row: Row) => string;
  /** What the next page is asked for by, where the answer says it; null at the end. */
  readonly nextOf?: (answer: Answer) => string | null;
  /** Rows of a full page. */
  readonly limit: number;
}

export interface Pages<Row> extends Omit<Live<unknown>, 'value'> {
  readonly rows: readonly Row[] | undefined;
  /** undefined: there are no more. */
  readonly more: (() => Promise<void>) | undefined;
}

export function usePages<Answer, Row>(paging: Paging<Answer, Row>): Pages<Row> {
  const { path, rowsOf, cursorOf } = paging;
  const first = path(undefined);
  const live = useLive<Answer>(first);
  const [older, setOlder] = useState<Older<Row>>({ of: first, rows: [], next: undefined });
  const added = older.of === first ? older : { of: first, rows: [], next: undefined };
  const [failed, setFailed] = useState<Refused>();
  const newest = live.value === undefined ? undefined : rowsOf(live.value);
  const rows = newest && joined(newest, added.rows, cursorOf);
  const next = added.rows.length > 0 || live.value === undefined ? added.next : nextIn(paging, live.value);
  const more = async (): Promise<void> => {
    try {
      const answer = await ask<Answer>(path(next));
      setFailed(undefined);
      // Older ones that the newest page has lost meanwhile, as newer ones came, stay.
      setOlder({ of: first, rows: [...(rows ?? []), ...rowsOf(answer)], next: nextIn(paging, answer) });
    } catch (error) {
      setFailed(error instanceof Refused ? error : new Refused(0, (error as Error).message));
    }
  };
  return { rows, error: failed ?? live.error, at: live.at, more: next === undefined ? undefined : more };
}

/** undefined: there are no more. */
function nextIn<Answer, Row>(
  { rowsOf, cursorOf, nextOf, limit }: Paging<Answer, Row>,
  answer: Answer,
): string | undefined {
  if (nextOf) return nextOf(answer) ?? undefined;
  const rows = rowsOf(answer);
  const last = rows.at(-1);
  return last && rows.length >= limit ? cursorOf(last) : undefined;
}

interface Older<Row> {
  /** Path of the list that they are of. */
  readonly of: string;
  readonly rows: readonly Row[];
  /** What the page after them is asked for by; undefined at the end. */
  readonly next: string | undefined;
}

function joined<Row>(newest: readonly Row[], older: readonly Row[], cursorOf: (row: Row) => string): Row[] {
  const known = new Set(newest.map(cursorOf));
  return [...newest, ...older.filter((row) => !known.has(cursorOf(row)))];
}
