/** Trainings: how far the one of a batch is, and those that stand still. */
import type { Query, Transaction } from '../store/database.ts';

export interface Training {
  readonly run: string;
  readonly status: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** Of the snapshot; null until it is written. */
  readonly rows: number | null;
  readonly features: number | null;
  readonly trials: { readonly done: number; readonly failed: number; readonly total: number };
}

type Counted = Omit<Training, 'trials'> & {
  readonly done: number;
  readonly failed: number;
  readonly requested: number;
  readonly budget: number;
};

/** The newest that the batch has caused. */
export async function trainingOf(sql: Query, dataset: string, batch: string): Promise<Training | null> {
  return await newestTraining(sql, sql`r.dataset = ${dataset} and r.batch = ${batch}`);
}

/** The one of this run, when it has begun. */
export async function trainingNamed(sql: Query, dataset: string, run: string): Promise<Training | null> {
  return await newestTraining(sql, sql`r.dataset = ${dataset} and r.id = ${run}`);
}

/** The one that is under way, or was last. */
export async function latestTraining(sql: Query, dataset: string): Promise<Training | null> {
  const latest = sql`
    (select id from marea.runs where dataset = ${dataset} and parent_id is null order by started_at desc limit 1)`;
  return await newestTraining(sql, sql`r.id = ${latest}`);
}

async function newestTraining(sql: Query, of: ReturnType<Query>): Promise<Training | null> {
  const [row] = await sql<Counted[]>`
    select r.id as run, r.status, r.started_at as "startedAt", r.ended_at as "endedAt",
           count(*) filter (where t.status in ('finished', 'stopped'))::int as done,
           count(*) filter (where t.status = 'failed')::int as failed,
           count(t.trial)::int as requested,
           ${param(sql, 'rows')} as rows, ${param(sql, 'features')} as features,
           coalesce(${param(sql, 'trials')}, 0) as budget
    from marea.runs r left join marea.trials t on t.run_id = r.id
    where ${of} and r.parent_id is null
    group by r.id order by r.started_at desc limit 1`;
  if (!row) return null;
  const { done, failed, requested, budget, ...run } = row;
  // The search plans in rounds: until the last one the budget tells how many there will be.
  const total = run.status === 'RUNNING' ? Math.max(requested, budget) : requested;
  return { ...run, trials: { done, failed, total } };
}

/** A whole number among the params of run `r`. */
const param = (sql: Query, key: string) =>
  sql`(select value::int from marea.params where run_id = r.id and key = ${key} and value ~ '^[0-9]{1,9}$')`;

/** Ends a training that is open, with its trials: what they still find is taken by nobody. @returns its batch, if it had one */
export async function endTraining(tx: Transaction, run: string): Promise<string | null> {
  const [ended] = await tx<{ batch: string | null }[]>`
    update marea.runs set status = 'KILLED', ended_at = clock_timestamp()
    where id = ${run} and status = 'RUNNING' returning batch`;
  await tx`
    update marea.runs set status = 'KILLED', ended_at = clock_timestamp()
    where parent_id = ${run} and status = 'RUNNING'`;
  return ended?.batch ?? null;
}

export interface StillTraining {
  readonly run: string;
  readonly dataset: string;
  readonly batch: string | null;
  /** Trials that have not ended. */
  readonly open: number;
}

/** Closes as failed, with their trials, the trainings of which no trial has begun or ended for so many hours. */
export async function closeStill(tx: Transaction, hours: number): Promise<StillTraining[]> {
  const closed = await tx<StillTraining[]>`
    update marea.runs r set status = 'FAILED', ended_at = clock_timestamp()
    where r.parent_id is null and r.status = 'RUNNING' and r.dataset is not null
      and r.started_at < now() - make_interval(hours => ${hours})
      and not exists (
        select from marea.runs child
        where child.parent_id = r.id and greatest(child.started_at, child.ended_at) > now() - make_interval(hours => ${hours}))
    returning r.id as run, r.dataset, r.batch,
      (select count(*)::int from marea.trials t where t.run_id = r.id and t.status = 'requested') as open`;
  await tx`
    update marea.runs set status = 'FAILED', ended_at = clock_timestamp()
    where parent_id = any(${closed.map(({ run }) => run)}) and status = 'RUNNING'`;
  return closed;
}
