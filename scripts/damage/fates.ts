/** What the tables say came of batches: read, refused, or what must not be. */
import type { Sql } from '../../shared/store/database.ts';
import { quoted } from '../../shared/store/tables.ts';

export interface Fates {
  readonly read: number;
  /** Reasons of refusals, by batch. */
  readonly refused: Readonly<Record<string, string>>;
  /** What is half stored, twice told, or does not add up: sentences. */
  readonly wrong: readonly string[];
}

interface Line {
  readonly id: string;
  readonly received: number;
  readonly sum: number;
  readonly raw: number;
}

export async function fatesOf(sql: Sql, dataset: string): Promise<Fates> {
  const raw = quoted(dataset);
  const lines = await sql<Line[]>`
    select b.id, b.received, b.clean + b.rejected + b.duplicate as sum,
      (select count(*)::int from ${sql.unsafe(raw)}.raw_data as r where r.batch = b.id) as raw
    from marea.batches as b where b.dataset = ${dataset}`;
  const letters = await sql<{ subject: string; code: number | null; error: string | null }[]>`
    select subject, code, error from marea.dead_letters where dataset = ${dataset}`;
  const stray = await sql<{ batch: string }[]>`
    select distinct batch from ${sql.unsafe(raw)}.raw_data
    where batch not in (select id from marea.batches where dataset = ${dataset})`;
  const known = new Set(lines.map(({ id }) => id));
  return {
    read: lines.length,
    refused: Object.fromEntries(letters.map(({ subject, error }) => [subject, error ?? ''])),
    wrong: [
      ...lines.flatMap(unbalanced),
      ...stray.map(({ batch }) => `${batch} has raw rows and no line in the ledger`),
      ...letters.flatMap(({ subject, code, error }) => [
        ...(known.has(subject) ? [`${subject} is in the ledger, and a dead letter: ${error}`] : []),
        ...(code === 422 ? [] : [`${subject} was refused with ${code}: ${error}`]),
        ...(error ? [] : [`${subject} was refused without a reason`]),
      ]),
    ],
  };
}

function unbalanced({ id, received, sum, raw }: Line): string[] {
  if (received === sum && received === raw) return [];
  return [`${id}: ${received} rows received, ${raw} stored, ${sum} clean, rejected or duplicate`];
}
