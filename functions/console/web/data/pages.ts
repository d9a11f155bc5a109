/** Lists that go on: the newest page is live, and older ones are fetched when somebody wants them. */
import { useState } from 'preact/hooks';
import { ask } from './ask.ts';
import { type Live, useLive } from './live.ts';
import { Refused } from './refused.ts';

export interface Paging<Answer, Row> {
  /** Of the page after `cursor`, or of the newest one. */
  readonly path: (cursor: string | undefined) => string;
  readonly rowsOf: (answer: Answer) => readonly Row[];
  /** What the page after this row is asked for by; also what tells rows apart. */
  readonly cursorOf: (row: Row) => string;
  /** Rows of a full page. */
  readonly limit: number;
}

export interface Pages<Row> extends Omit<Live<unknown>, 'value'> {
  readonly rows: readonly Row[] | undefined;
  /** undefined: there are no more. */
  readonly more: (() => Promise<void>) | undefined;
}

export function usePages<Answer, Row>({ path, rowsOf, cursorOf, limit }: Paging<Answer, Row>): Pages<Row> {
  const first = path(undefined);
  const live = useLive<Answer>(first);
  const [older, setOlder] = useState<Older<Row>>({ of: first, rows: [], isLast: false });
  const added = older.of === first ? older : { of: first, rows: [], isLast: false };
  const [failed, setFailed] = useState<Refused>();
  const newest = live.value === undefined ? undefined : rowsOf(live.value);
  const rows = newest && joined(newest, added.rows, cursorOf);
  const last = rows?.at(-1);
  const isWhole = added.isLast || (added.rows.length === 0 && (newest?.length ?? 0) < limit);
  const more = async (): Promise<void> => {
    if (!last) return;
    try {
      const found = rowsOf(await ask<Answer>(path(cursorOf(last))));
      setFailed(undefined);
      // Older ones that the newest page has lost meanwhile, as newer ones came, stay.
      setOlder({ of: first, rows: [...(rows ?? []), ...found], isLast: found.length < limit });
    } catch (error) {
      setFailed(error instanceof Refused ? error : new Refused(0, (error as Error).message));
    }
  };
  return { rows, error: failed ?? live.error, at: live.at, more: last && !isWhole ? more : undefined };
}

interface Older<Row> {
  /** Path of the list that they are of. */
  readonly of: string;
  readonly rows: readonly Row[];
  readonly isLast: boolean;
}

function joined<Row>(newest: readonly Row[], older: readonly Row[], cursorOf: (row: Row) => string): Row[] {
  const known = new Set(newest.map(cursorOf));
  return [...newest, ...older.filter((row) => !known.has(cursorOf(row)))];
}
