/** Old rows of one table: how many there are, and their deletion in small transactions. */
import type { Query, Sql } from '../../store/database.ts';
import type { TablePolicy } from './policy.ts';

/** How many rows would go now. */
export async function countOld(sql: Query, policy: TablePolicy): Promise<number> {
  const [found] = await sql<{ rows: number }[]>`
    select count(*)::int as rows from ${sql(policy.table)} t where ${isOld(sql, policy)}`;
  return found?.rows ?? 0;
}

/**
 * Deletes the oldest first, each batch in a transaction of its own, so that no lock is held for long and what is killed
 * in between goes on the next night. Rows that somebody holds are left for then.
 *
 * @returns how many went with each batch
 */
export async function* deleteOld(sql: Sql, policy: TablePolicy): AsyncGenerator<number> {
  let from = '-infinity';
  for (;;) {
    const { rows, last } = await deleteBatch(sql, policy, from);
    if (rows > 0) yield rows;
    if (rows < policy.perBatch || last === null) return;
    // What stays is not looked at again with every batch.
    from = last;
  }
}

interface Batch {
  readonly rows: number;
  /** The age of the youngest row that went. */
  readonly last: string | null;
}

async function deleteBatch(sql: Sql, policy: TablePolicy, from: string): Promise<Batch> {
  const { table, age, perBatch } = policy;
  const [batch] = await sql<Batch[]>`
    with old as (
      select t.ctid as place, ${sql(`t.${age}`)} as age from ${sql(table)} t
      where ${isOld(sql, policy)} and ${sql(`t.${age}`)} >= ${from}::text::timestamptz
      order by ${sql(`t.${age}`)} limit ${perBatch} for update of t skip locked),
    gone as (
      delete from ${sql(table)} d using old where d.ctid = old.place returning old.age)
    select count(*)::int as rows, max(age)::text as last from gone`;
  return batch ?? { rows: 0, last: null };
}

const isOld = (sql: Query, { age, days, stays }: TablePolicy) => sql`
  ${sql(`t.${age}`)} < now() - make_interval(days => ${days}) and not (${stays(sql)})`;
