/** One batch on its way: the ledger, each stage, the drift decision, the training, the model decision. */
import type { Query } from '../../shared/store/database.ts';
import { type DeadLetter, deadLetters } from './dead-letters.ts';
import type { BatchLine } from './status.ts';

export interface StageLine {
  readonly stage: string;
  readonly type: string;
  readonly status: 'running' | 'done' | 'failed';
  readonly attempts: number;
  readonly error: string | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

export interface DriftLine {
  readonly drifted: boolean;
  readonly targetDrifted: boolean;
  /** Share of the columns that drifted, 0 to 1. */
  readonly share: number;
  readonly train: boolean;
  readonly reason: string;
  readonly modelVersion: number | null;
}

export interface TrainingLine {
  readonly run: string;
  readonly status: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly trials: {
    readonly done: number;
    readonly failed: number;
    readonly total: number;
  };
}

export interface ModelDecision {
  readonly event: string;
  readonly version: number | null;
  readonly reason: string;
  readonly metrics: Readonly<Record<string, number>>;
}

export interface BatchReport extends BatchLine {
  readonly dataset: string;
  readonly origin: string;
  readonly filename: string | null;
  readonly stages: StageLine[];
  readonly drift: DriftLine | null;
  readonly training: TrainingLine | null;
  readonly model: ModelDecision | null;
  readonly deadLetters: DeadLetter[];
}

/** Before `ingest` has begun a batch there is nothing of it but, perhaps, a dead letter. */
export type Unknown = Pick<BatchReport, 'dataset' | 'id' | 'stages' | 'deadLetters'>;

/** @returns undefined when there is no trace of such a batch */
export async function batchReport(
  sql: Query,
  dataset: string,
  id: string,
): Promise<BatchReport | Unknown | undefined> {
  const [[batch], stages, letters] = await Promise.all([
    sql<(BatchLine & Pick<BatchReport, 'dataset' | 'origin' | 'filename'>)[]>`
      select dataset, id, stage, origin, filename, received, clean, rejected, duplicate, reasons,
             started_at as "startedAt", ended_at as "endedAt", outcome, reason
      from marea.batches where dataset = ${dataset} and id = ${id}`,
    stagesOf(sql, dataset, id),
    deadLetters(sql, { dataset, batch: id }),
  ]);
  if (!batch)
    return stages.length + letters.length > 0 ? { dataset, id, stages, deadLetters: letters } : undefined;
  const [drift, training] = await Promise.all([driftOf(sql, dataset, id), trainingOf(sql, dataset, id)]);
  const model = training ? await decisionOn(sql, dataset, training.run) : null;
  return { ...batch, stages, drift, training, model, deadLetters: letters };
}

/** One line for each kind of work, though a stage may take many events: the trials of a training. */
async function stagesOf(sql: Query, dataset: string, id: string): Promise<StageLine[]> {
  return await sql<StageLine[]>`
    select stage, type, min(started_at) as "startedAt",
           case when bool_and(status = 'done') then max(ended_at) end as "endedAt",
           case when bool_and(status = 'done') then 'done'
                when bool_or(status = 'failed') then 'failed' else 'running' end as status,
           max(attempts) as attempts, max(error) as error
    from marea.stages where dataset = ${dataset} and subject = ${id}
    group by stage, type order by min(started_at)`;
}

async function driftOf(sql: Query, dataset: string, id: string): Promise<DriftLine | null> {
  const [row] = await sql<DriftLine[]>`
    select drifted, target_drifted as "targetDrifted", share, train, reason, model_version as "modelVersion"
    from marea.drift_history where dataset = ${dataset} and batch = ${id}`;
  return row ?? null;
}

async function trainingOf(sql: Query, dataset: string, id: string): Promise<TrainingLine | null> {
  const [row] = await sql<
    (Omit<TrainingLine, 'trials'> & {
      done: number;
      failed: number;
      requested: number;
      budget: number;
    })[]
  >`
    select r.id as run, r.status, r.started_at as "startedAt", r.ended_at as "endedAt",
           count(*) filter (where t.status in ('finished', 'stopped'))::int as done,
           count(*) filter (where t.status = 'failed')::int as failed,
           count(t.trial)::int as requested,
           ${param(sql, 'rows')} as rows, ${param(sql, 'features')} as features,
           coalesce(${param(sql, 'trials')}, 0) as budget
    from marea.runs r left join marea.trials t on t.run_id = r.id
    where r.dataset = ${dataset} and r.batch = ${id} and r.parent_id is null
    group by r.id order by r.started_at desc limit 1`;
  if (!row) return null;
  const { done, failed, requested, budget, ...run } = row;
  // The search plans in rounds: until the last one the budget tells how many there will be.
  const total = run.status === 'RUNNING' ? Math.max(requested, budget) : requested;
  return { ...run, trials: { done, failed, total } };
}

/** A whole number among the params of run `r`. */
function param(sql: Query, key: string) {
  return sql`(select value::int from marea.params where run_id = r.id and key = ${key} and value ~ '^[0-9]{1,9}$')`;
}

async function decisionOn(sql: Query, dataset: string, run: string): Promise<ModelDecision | null> {
  const [row] = await sql<ModelDecision[]>`
    select event, version, reason, metrics from marea.model_history
    where name = ${dataset} and run_id = ${run} and event in ('promoted', 'rejected', 'training failed')
    order by id desc limit 1`;
  return row ?? null;
}
