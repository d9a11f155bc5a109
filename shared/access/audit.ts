/** The audit: what people have changed, and why. It only grows, row by row in one chain (see chain.ts). */
import type { Query, Transaction } from '../store/database.ts';
import { type AuditRow, BEGINNING, hashOfRow } from './chain.ts';
import type { Principal } from './principal.ts';

/** What can be done, as it is called in the audit. */
export type Action =
  | 'key.created'
  | 'key.rotated'
  | 'key.revoked'
  | 'training.requested'
  | 'retraction.requested'
  | 'version.requested'
  | 'version.offered'
  | 'version.deleted'
  | 'letter.replayed'
  | 'letter.discarded'
  | 'dataset.reset';

export interface Change {
  readonly principal: Pick<Principal, 'subject' | 'name'>;
  readonly action: Action;
  readonly dataset?: string | null;
  /** What it is done to: a batch, a version, a key. */
  readonly target?: string;
  readonly reason?: string | undefined;
  /** What else there is to know of it; JSON, and small. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * Adds a row, within the transaction of the change: both are there, or neither. The last that a transaction does: until
 * it ends, no other adds one, as the chain has one end.
 */
export async function audit(tx: Transaction, change: Change): Promise<AuditRow> {
  await tx`select pg_advisory_xact_lock(hashtextextended('audit', 0))`;
  const row = await nextRow(tx, change);
  const { id, at, subject, name, action, dataset, target, reason, details, previous, hash } = row;
  await tx`
    insert into marea.audit (id, at, subject, name, action, dataset, target, reason, details, previous, hash)
    values (${id}, ${at}::text::timestamptz, ${subject}, ${name}, ${action}, ${dataset}, ${target}, ${reason},
            ${tx.json(details as never)}, ${previous}, ${hash})`;
  return row;
}

async function nextRow(tx: Transaction, change: Change): Promise<AuditRow> {
  const { principal, action, dataset = null, target = null, reason = null, details = {} } = change;
  const [end] = await tx<{ at: string; last: number | null; hash: string | null }[]>`
    select ${iso(tx, tx`clock_timestamp()`)} as at, last.id::float8 as last, last.hash
    from (values (1)) one left join (select id, hash from marea.audit order by id desc limit 1) last on true`;
  if (!end) throw new Error('the end of the audit could not be read');
  const row = {
    id: (end.last ?? BEGINNING.id) + 1,
    at: end.at,
    subject: principal.subject,
    name: principal.name,
    action,
    dataset,
    target,
    reason,
    // As it comes back from there.
    details: JSON.parse(JSON.stringify(details)) as AuditRow['details'],
    previous: end.hash ?? BEGINNING.hash,
  };
  return { ...row, hash: hashOfRow(row) };
}

/** As it is hashed. */
const iso = (sql: Query, moment: ReturnType<Query>) =>
  sql`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

export interface AuditFilter {
  readonly subject?: string | undefined;
  readonly action?: string | undefined;
  readonly dataset?: string | undefined;
  /** From this moment on. */
  readonly from?: Date | undefined;
  /** Until before this one. */
  readonly to?: Date | undefined;
}

/** Where a page begins: the newest rows before a number, or the oldest after one. */
export type AuditPage = ({ readonly before?: number } | { readonly after: number }) & {
  readonly limit: number;
};

export async function auditRows(sql: Query, filter: AuditFilter, page: AuditPage): Promise<AuditRow[]> {
  const { subject = null, action = null, dataset = null, from = null, to = null } = filter;
  return await sql<AuditRow[]>`
    select id::float8 as id, ${iso(sql, sql`at`)} as at, subject, name, action, dataset, target, reason, details,
           previous, hash
    from marea.audit
    where (${subject}::text is null or subject = ${subject})
      and (${action}::text is null or action = ${action})
      and (${dataset}::text is null or dataset = ${dataset})
      and (${from}::timestamptz is null or at >= ${from})
      and (${to}::timestamptz is null or at < ${to})
      and ${place(sql, page)}
    limit ${page.limit}`;
}

const place = (sql: Query, page: AuditPage) =>
  'after' in page
    ? sql`id > ${page.after} order by id`
    : sql`(${page.before ?? null}::bigint is null or id < ${page.before ?? null}) order by id desc`;
