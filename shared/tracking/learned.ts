/** Which batches a training has learned from, and which models, or trainings, have learned from a batch. */
import type { Query, Transaction } from '../store/database.ts';

/** Notes what the snapshot of a training holds. @param rows by batch */
export async function noteLearned(
  tx: Transaction,
  run: string,
  rows: Readonly<Record<string, number>>,
): Promise<void> {
  const [batches, counts] = [Object.keys(rows), Object.values(rows)];
  await tx`
    insert into marea.learned (run_id, batch, rows)
    select ${run}, batch, rows from unnest(${batches}::text[], ${counts}::int[]) as read (batch, rows)`;
}

export async function learnedBatches(sql: Query, run: string): Promise<string[]> {
  const rows = await sql<
    { batch: string }[]
  >`select batch from marea.learned where run_id = ${run} order by batch`;
  return rows.map(({ batch }) => batch);
}

/** What the snapshot of a training held, the largest share first; nothing of trainings of before that was noted. */
export async function learnedRows(
  sql: Query,
  run: string,
): Promise<{ readonly batch: string; readonly rows: number }[]> {
  return await sql<{ batch: string; rows: number }[]>`
    select batch, rows from marea.learned where run_id = ${run} order by rows desc, batch limit 1000`;
}

/** A run that matters now: its model is in production, on its way there, or still in the making. */
export interface Learner {
  readonly run: string;
  /** None while the model is in the making. */
  readonly version: number | null;
  readonly stands: 'in production' | 'candidate' | 'not judged yet' | 'training';
  /** Of the batch, that it has learned from; null where that was not noted: it was trained after the batch came. */
  readonly rows: number | null;
}

/** Those that have learned from a batch, or may have. */
export async function learnersOf(sql: Query, dataset: string, batch: string): Promise<Learner[]> {
  return await sql<Learner[]>`
    with current as (
      select r.id as run, v.version, r.started_at,
             case when r.status = 'RUNNING' then 'training' when v.version is null then 'not judged yet'
                  when v.stage = 'Production' then 'in production' else 'candidate' end as stands
      from marea.runs r
      left join marea.model_versions v on v.name = r.dataset and v.run_id = r.id
      left join lateral (
        select event from marea.model_history h
        where h.name = r.dataset and h.run_id = r.id order by id desc limit 1) last on true
      where r.dataset = ${dataset} and r.parent_id is null
        and (r.status = 'RUNNING' or v.stage = 'Production'
          or (r.status = 'FINISHED' and v.version is null and last.event is null)
          or (v.stage = 'None' and last.event in ('approved', 'judged again'))))
    select c.run, c.version, c.stands, l.rows
    from current c left join marea.learned l on l.run_id = c.run and l.batch = ${batch}
    where l.rows is not null
      or (not exists (select from marea.learned o where o.run_id = c.run)
        and c.started_at > (select started_at from marea.batches where dataset = ${dataset} and id = ${batch}))
    order by c.started_at`;
}
