/**
 * The chain of the audit: each row holds the hash of the one before and its own, so that none can be changed, put in or
 * taken out without a trace. Whoever has the rows can compute it:
 *
 *   hash = SHA-256 of the UTF-8 of the JSON, in the canonical form of RFC 8785, of the row without its `hash`
 *
 * in hexadecimal; the first row is number 1, and its `previous` is ''. What is missing at the end only shows to who knows
 * a hash from there: each goes out with its event `change.recorded`.
 */
import { createHash } from 'node:crypto';

export interface AuditRow {
  /** 1, 2, 3 and so on, without a gap. */
  readonly id: number;
  /** In UTC with microseconds: 2026-01-02T03:04:05.678901Z. */
  readonly at: string;
  /** Of the principal. */
  readonly subject: string;
  readonly name: string;
  readonly action: string;
  readonly dataset: string | null;
  /** What it was done to: a batch, a version, a key. */
  readonly target: string | null;
  readonly reason: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  /** The hash of the row before. */
  readonly previous: string;
  readonly hash: string;
}

/** A row by which a chain is known so far. */
export type Link = Pick<AuditRow, 'id' | 'hash'>;

export const BEGINNING: Link = { id: 0, hash: '' };

export function hashOfRow({ hash: _, ...row }: Omit<AuditRow, 'hash'> & { readonly hash?: string }): string {
  return createHash('sha256').update(canonical(row)).digest('hex');
}

/** JSON in the one form that RFC 8785 gives it: no blanks, names in the order of their UTF-16 code units. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join()}}`;
}

/** What is wrong with a row that is to follow another; undefined when it fits. */
export function misfit(row: AuditRow, before: Link): string | undefined {
  if (row.id !== before.id + 1)
    return `row ${row.id} comes after row ${before.id}: what was between them is gone`;
  if (row.previous !== before.hash)
    return `row ${row.id} does not follow row ${before.id}: one of them is another than it was`;
  return row.hash === hashOfRow(row) ? undefined : `row ${row.id} is not as it was written: its hash differs`;
}

export interface Verdict {
  /** How many fit. */
  readonly rows: number;
  /** The last that fits. */
  readonly last: Link;
  /** What is wrong with the first that does not. */
  readonly broken?: string;
}

/**
 * Follows the chain from its beginning; holds one page at a time.
 * @param pages rows by rising number
 * @param known a row that somebody has noted: it has to be there still, as it was
 */
export async function verifyChain(
  pages: AsyncIterable<readonly AuditRow[]>,
  known: Link = BEGINNING,
): Promise<Verdict> {
  let last = BEGINNING;
  for await (const page of pages)
    for (const row of page) {
      const broken = misfit(row, last) ?? unlike(row, known);
      if (broken !== undefined) return { rows: last.id, last, broken };
      last = { id: row.id, hash: row.hash };
    }
  if (last.id >= known.id) return { rows: last.id, last };
  return { rows: last.id, last, broken: `row ${known.id} is gone: the last that there is is row ${last.id}` };
}

const unlike = ({ id, hash }: Link, known: Link): string | undefined =>
  id === known.id && hash !== known.hash ? `row ${id} is another than the one that was noted` : undefined;
