/** Runs in MLflow's model: a training is a run of the data set's experiment, each of its trials a nested run. */
import { createHash } from 'node:crypto';
import type { Query } from '../store/database.ts';

export interface NewRun {
  readonly id: string;
  readonly dataset: string;
  readonly name: string;
  readonly batch?: string;
  readonly parent?: string;
  /** Default RUNNING. */
  readonly status?: 'FINISHED';
}

export type RunStatus = 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED';

/** 32 hexadecimal digits, as MLflow's run ids; the same parts give the same id. */
export function runIdOf(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** The run of the training that an event begins: who asks for one can name it before it is there. */
export const trainingRunOf = ({ source, id }: { readonly source: string; readonly id: string }): string =>
  runIdOf('training', source, id);

/** The experiment of that name, made when it is absent. @returns its id */
async function experimentNamed(sql: Query, name: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into marea.experiments (name) values (${name})
    on conflict (name) do update set name = excluded.name
    returning id`;
  if (!row) throw new Error(`experiment "${name}" could not be made`);
  return row.id;
}

export async function createRun(sql: Query, run: NewRun): Promise<void> {
  const experiment = await experimentNamed(sql, run.dataset);
  await sql`
    insert into marea.runs (id, experiment_id, parent_id, name, status, dataset, batch, ended_at)
    values (${run.id}, ${experiment}, ${run.parent ?? null}, ${run.name}, ${run.status ?? 'RUNNING'}, ${run.dataset},
            ${run.batch ?? null}, ${run.status ? new Date() : null})`;
  await setTags(sql, run.id, {
    ...shownBy(run.name),
    ...(run.parent ? { 'mlflow.parentRunId': run.parent } : {}),
  });
}

/** What MLflow's clients show of a run: its name, and who has made it. */
const shownBy = (name: string): Readonly<Record<string, string>> => ({
  'mlflow.runName': name,
  'mlflow.user': 'marea',
  'mlflow.source.type': 'JOB',
  'mlflow.source.name': 'marea',
});

export async function endRun(sql: Query, id: string, status: RunStatus): Promise<void> {
  await sql`update marea.runs set status = ${status}, ended_at = clock_timestamp() where id = ${id} and status = 'RUNNING'`;
}

/** The training of a data set that is under way, if any. There is at most one. */
export async function activeRun(
  sql: Query,
  dataset: string,
): Promise<{ id: string; batch: string | null } | undefined> {
  const [row] = await sql<{ id: string; batch: string | null }[]>`
    select id, batch from marea.runs where dataset = ${dataset} and parent_id is null and status = 'RUNNING'`;
  return row;
}

/** The batch that has caused a run; null where none has. */
export async function batchOfRun(sql: Query, dataset: string, id: string): Promise<string | null> {
  const [row] = await sql<{ batch: string | null }[]>`
    select batch from marea.runs where dataset = ${dataset} and id = ${id}`;
  return row?.batch ?? null;
}

export async function logParams(
  sql: Query,
  id: string,
  params: Readonly<Record<string, unknown>>,
): Promise<void> {
  const rows = Object.entries(params).map(([key, value]) => ({ run_id: id, key, value: written(value) }));
  if (rows.length > 0) await sql`insert into marea.params ${sql(rows)} on conflict (run_id, key) do nothing`;
}

export async function logMetrics(
  sql: Query,
  id: string,
  metrics: Readonly<Record<string, number>>,
  step = 0,
): Promise<void> {
  const at = new Date();
  const rows = Object.entries(metrics)
    .filter(([, value]) => Number.isFinite(value))
    .map(([key, value]) => ({ run_id: id, key, value, step, at }));
  if (rows.length === 0) return;
  await sql`insert into marea.metrics ${sql(rows)} on conflict do nothing`;
  await sql`
    insert into marea.latest_metrics ${sql(rows)}
    on conflict (run_id, key) do update set value = excluded.value, step = excluded.step, at = excluded.at
    where (excluded.step, excluded.at, excluded.value)
        > (latest_metrics.step, latest_metrics.at, latest_metrics.value)`;
}

export async function setTags(sql: Query, id: string, tags: Readonly<Record<string, string>>): Promise<void> {
  const rows = Object.entries(tags).map(([key, value]) => ({ run_id: id, key, value }));
  if (rows.length === 0) return;
  await sql`insert into marea.tags ${sql(rows)} on conflict (run_id, key) do update set value = excluded.value`;
}

const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
