/**
 * What runs log: points of metrics, params, tags, of many batches in one statement, whatever there is of each. What comes
 * twice, after an answer that was lost, or of two pods at once, has its effect once.
 */
import type { Query } from '../../store/database.ts';
import { type Batch, type Entry, numbered } from './batch.ts';
import { asked, clashing, lostTo, noted, raced, tagged } from './entries.ts';
import { kept, measured, points, unknownModels } from './points.ts';
import type { Target } from './target.ts';

export interface Logged extends Target {
  /** Params that have another value, which stays: nothing was logged. */
  readonly clashes: readonly Entry[] | null;
  /** Models of points that are not there: nothing was logged. */
  readonly unknown: readonly string[] | null;
}

type Row = Logged & { readonly n: number; readonly raced: boolean };

/**
 * Logs batches, each to its run, when that is active and not hidden; to one of the pipeline tags alone.
 * @param batches of which no two have params or tags for the same run
 * @returns of each what its run is, from which follows whether it was logged; undefined when there is none
 */
export async function logBatches(sql: Query, batches: readonly Batch[]): Promise<(Logged | undefined)[]> {
  const rows = await statement(sql, batches);
  const byNumber = new Map(rows.map((row) => [row.n, row]));
  return await Promise.all(
    batches.map(async ({ run, params }, n) => {
      const row = byNumber.get(n);
      return row?.raced ? { ...row, clashes: await lostTo(sql, run, params) } : row;
    }),
  );
}

/** Parts that nothing is given for are left out: most batches have one kind. */
async function statement(sql: Query, batches: readonly Batch[]): Promise<Row[]> {
  const given = numbered(batches, (batch) => batch.points);
  const params = numbered(batches, (batch) => batch.params);
  const tags = numbered(batches, (batch) => batch.tags);
  const ofModels = given.some(({ model }) => model !== '');
  const nothing = sql``;
  return await sql<Row[]>`
    with target as (${targets(sql, batches)})
    ${given.length > 0 ? points(sql, given) : nothing}
    ${params.length > 0 ? asked(sql, params) : nothing}
    ${params.length > 0 ? clashing(sql) : nothing}
    ${ofModels ? unknownModels(sql) : nothing},
    open as (
      select n, id from target
      where lifecycle = 'active' and name <> all(string_to_array(hidden, chr(10))) and (not pipeline or amount = 0)
        ${params.length > 0 ? sql`and n not in (select n from clash)` : nothing}
        ${ofModels ? sql`and n not in (select n from unknown)` : nothing})
    ${given.length > 0 ? kept(sql) : nothing}
    ${ofModels ? measured(sql) : nothing}
    ${params.length > 0 ? noted(sql) : nothing}
    ${tags.length > 0 ? tagged(sql, tags) : nothing}
    select n, lifecycle, experiment, name, pipeline,
      ${params.length > 0 ? sql`(select json_agg(clash) from clash where clash.n = target.n)` : sql`null`} as clashes,
      ${ofModels ? sql`(select array_agg(model) from unknown where unknown.n = target.n)` : sql`null`} as unknown,
      ${params.length > 0 ? raced(sql) : sql`false`} as raced
    from target`;
}

const targets = (sql: Query, batches: readonly Batch[]) => sql`
  select q.n, q.amount, q.hidden, r.id, r.lifecycle_stage as lifecycle, r.experiment_id::text as experiment, e.name,
         r.dataset is not null as pipeline
  from unnest(
    ${batches.map((_, n) => n)}::int[], ${batches.map(({ run }) => run)}::text[],
    ${batches.map(({ points, params }) => points.length + params.length)}::int[],
    ${batches.map(({ hidden }) => hidden.join('\n'))}::text[]) as q (n, run, amount, hidden)
  join marea.runs r on r.id = q.run join marea.experiments e on e.id = r.experiment_id`;
