/**
 * What a run logs: points of metrics, params, tags, in one statement, whatever there is of each. What comes twice, after an
 * answer that was lost, or of two pods at once, has its effect once.
 */
import type { Query } from '../../store/database.ts';
import { latest, measured, points } from './points.ts';
import { type Target, targetOf } from './target.ts';

export interface Entry {
  readonly key: string;
  readonly value: string;
}

export interface Point {
  readonly key: string;
  readonly value: number;
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Id of the logged model that it is about, and the data that it was measured on; '' for none. */
  readonly model: string;
  readonly dataset: string;
  readonly digest: string;
}

export interface Batch {
  readonly points?: readonly Point[];
  readonly params?: readonly Entry[];
  /** One of each key. */
  readonly tags?: readonly Entry[];
}

export interface Logged extends Target {
  /** Params that have another value, which stays: nothing was logged. */
  readonly clashes: readonly Entry[] | null;
  /** Models of points that are not there: nothing was logged. */
  readonly unknown: readonly string[] | null;
  readonly raced: boolean;
}

/** The tag that is the name of the run. */
export const RUN_NAME = 'mlflow.runName';

/**
 * Logs a batch to a run that is active, and not of these experiments; to one of the pipeline tags alone.
 * @param hidden names of experiments that are not the caller's
 * @returns what the run is, from which follows whether it was logged; undefined when there is none
 */
export async function logBatch(
  sql: Query,
  run: string,
  batch: Batch,
  hidden: readonly string[],
): Promise<Logged | undefined> {
  const { points: given = [], params = [], tags = [] } = batch;
  const [logged] = await sql<Logged[]>`
    with target as (${targetOf(sql, run)})
    ${given.length > 0 ? points(sql, given) : sql``}
    ${params.length > 0 ? asked(sql, params) : sql``},
    clash as (${params.length > 0 ? clashing(sql) : sql`select null as key, null as value where false`}),
    unknown as (${given.some(({ model }) => model !== '') ? unknownModels(sql) : sql`select null as model where false`}),
    open as (
      select id from target
      where lifecycle = 'active' and name <> all(${hidden as string[]}::text[])
        and (not pipeline or ${given.length + params.length === 0})
        and not exists (select from clash) and not exists (select from unknown))
    ${given.length > 0 ? latest(sql) : sql``}
    ${given.some(({ model }) => model !== '') ? measured(sql) : sql``}
    ${params.length > 0 ? noted(sql) : sql``}
    ${tags.length > 0 ? tagged(sql, tags) : sql``}
    select target.*, (select json_agg(clash) from clash) as clashes,
           (select array_agg(model) from unknown) as unknown, ${params.length > 0 ? raced(sql) : sql`false`} as raced
    from target`;
  if (!logged?.raced) return logged;
  return { ...logged, clashes: await lostTo(sql, run, params) };
}

const asked = (sql: Query, params: readonly Entry[]) => sql`,
  asked as (
    select * from unnest(${params.map(({ key }) => key)}::text[], ${params.map(({ value }) => value)}::text[])
      as p (key, value))`;

const clashing = (sql: Query) => sql`
  select p.key, p.value from marea.params p
  join target on p.run_id = target.id join asked on p.key = asked.key and p.value <> asked.value`;

const unknownModels = (sql: Query) => sql`
  select distinct model from given
  where model <> '' and not exists (select from marea.logged_models m where m.id = model)`;

const noted = (sql: Query) => sql`,
  noted as (
    insert into marea.params (run_id, key, value)
    select open.id, key, value from open, asked order by key on conflict do nothing returning key)`;

/** Some were neither there before nor noted now: another statement has noted them beside this one. */
const raced = (sql: Query) => sql`
  exists (select from open) and exists (
    select from asked where key not in (select key from noted)
      and not exists (select from marea.params p where p.run_id = target.id and p.key = asked.key))`;

/** In the order of their keys: two batches for the same tags wait for each other, but never both. */
function tagged(sql: Query, tags: readonly Entry[]) {
  const name = tags.find(({ key }) => key === RUN_NAME)?.value || null;
  return sql`,
    tagged as (
      insert into marea.tags (run_id, key, value)
      select open.id, key, value
      from open, unnest(${tags.map(({ key }) => key)}::text[], ${tags.map(({ value }) => value)}::text[]) as t (key, value)
      where key <> ${RUN_NAME} or value <> '' order by key
      on conflict (run_id, key) do update set value = excluded.value where tags.value <> excluded.value)
    ${name === null ? sql`` : sql`, named as (update marea.runs r set name = ${name} from open where r.id = open.id)`}`;
}

/** What others have noted at the same moment, which the statement did not see. */
async function lostTo(sql: Query, run: string, params: readonly Entry[]): Promise<Entry[] | null> {
  const lost = await sql<Entry[]>`
    select p.key, p.value from marea.params p
    join unnest(${params.map(({ key }) => key)}::text[], ${params.map(({ value }) => value)}::text[]) as g (key, value)
      on g.key = p.key and g.value <> p.value
    where p.run_id = ${run}`;
  return lost.length > 0 ? lost : null;
}
