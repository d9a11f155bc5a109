/** Params and tags: parts of the statement of logging. Rows come in one order, so that no two statements wait for each other. */
import type { Query } from '../../store/database.ts';
import { type Entry, type Numbered, RUN_NAME } from './batch.ts';

const entries = (sql: Query, all: readonly Numbered<Entry>[]) => sql`
  select * from unnest(
    ${all.map(({ n }) => n)}::int[], ${all.map(({ key }) => key)}::text[], ${all.map(({ value }) => value)}::text[])
    as entry (n, key, value)`;

/** The params that are given. */
export const asked = (sql: Query, params: readonly Numbered<Entry>[]) => sql`,
  asked as (${entries(sql, params)})`;

/** Those that have another value. */
export const clashing = (sql: Query) => sql`,
  clash as (
    select target.n, p.key, p.value from target join asked using (n)
    join marea.params p on p.run_id = target.id and p.key = asked.key and p.value <> asked.value)`;

export const noted = (sql: Query) => sql`,
  noted as (
    insert into marea.params (run_id, key, value)
    select open.id, key, value from open join asked using (n) order by open.id, key
    on conflict do nothing returning run_id, key)`;

/** Whether some were neither there before nor noted now: another statement has noted them beside this one. */
export const raced = (sql: Query) => sql`
  exists (select from open where open.n = target.n) and exists (
    select from asked where asked.n = target.n
      and not exists (select from noted where noted.run_id = target.id and noted.key = asked.key)
      and not exists (select from marea.params p where p.run_id = target.id and p.key = asked.key))`;

/** Of these params, those that others have noted with another value at the same moment. */
export async function lostTo(sql: Query, run: string, params: readonly Entry[]): Promise<Entry[] | null> {
  const lost = await sql<Entry[]>`
    select p.key, p.value from marea.params p
    join (${entries(
      sql,
      params.map((param) => ({ ...param, n: 0 })),
    )}) as g on g.key = p.key and g.value <> p.value
    where p.run_id = ${run}`;
  return lost.length > 0 ? lost : null;
}

/** The tag that is the name of the run names it; an empty one does not. */
export const tagged = (sql: Query, tags: readonly Numbered<Entry>[]) => sql`,
  tag as (${entries(
    sql,
    tags.filter(({ key, value }) => key !== RUN_NAME || value !== ''),
  )}),
  tagged as (
    insert into marea.tags (run_id, key, value)
    select open.id, key, value from open join tag using (n) order by open.id, key
    on conflict (run_id, key) do update set value = excluded.value where tags.value <> excluded.value),
  named as (
    update marea.runs r set name = tag.value from open join tag using (n)
    where r.id = open.id and tag.key = ${RUN_NAME} and r.name <> tag.value)`;
