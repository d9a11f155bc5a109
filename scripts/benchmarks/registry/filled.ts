/** Tables of a registry that was in use for long: runs with metrics, params and tags, made by Postgres itself. */
import type { Sql, Transaction } from '../../../shared/store/database.ts';

export interface Filling {
  readonly runs: number;
  /** Of each run: `metric-0`, `metric-1`, ... */
  readonly metrics: number;
  /** Points of each metric, of which the last is the latest; default 1. */
  readonly points?: number;
  /** Of each run: `param-0`, ...; default 5. */
  readonly params?: number;
  /** Name of the experiment; default 'filled'. */
  readonly experiment?: string;
}

/**
 * Values are the same at every call: metrics uniform in [0, 1), params one of 100 texts, each run a second before the next.
 * @returns the experiment's id
 */
export async function filled(sql: Sql, filling: Filling): Promise<string> {
  const { experiment = 'filled' } = filling;
  const id = await sql.begin(async (tx) => {
    await tx`select setseed(0.5)`;
    const [row] = await tx<{ id: string }[]>`
      insert into marea.experiments (name) values (${experiment}) returning id::text`;
    if (!row) throw new Error(`the experiment "${experiment}" could not be made`);
    await fillRuns(tx, row.id, filling);
    return row.id;
  });
  // As autovacuum does, a minute later.
  await sql`vacuum analyze marea.runs, marea.latest_metrics, marea.metrics, marea.params, marea.tags`;
  return id;
}

async function fillRuns(tx: Transaction, experiment: string, filling: Filling): Promise<void> {
  const { runs, metrics, points = 1, params = 5 } = filling;
  await tx`
    insert into marea.runs (id, experiment_id, name, status, user_id, started_at, ended_at)
    select md5(${experiment} || '/' || run), ${experiment}::bigint, 'run-' || run, 'FINISHED', 'user-' || run % 10, began,
           began + interval '1 second'
    from generate_series(1, ${runs}::int) run, lateral (select '2026-01-01Z'::timestamptz + run * interval '1 second') b(began)`;
  await tx`
    insert into marea.tags (run_id, key, value)
    select id, key, value from marea.runs, lateral (values ('mlflow.runName', name), ('mlflow.user', user_id)) t(key, value)
    where experiment_id = ${experiment}::bigint`;
  await tx`
    insert into marea.params (run_id, key, value)
    select id, 'param-' || param, 'value-' || floor(random() * 100)
    from marea.runs, generate_series(0, ${params}::int - 1) param where experiment_id = ${experiment}::bigint`;
  await tx`
    insert into marea.metrics (run_id, key, value, step, at)
    select id, 'metric-' || metric, random(), step, started_at
    from marea.runs, generate_series(0, ${metrics}::int - 1) metric, generate_series(0, ${points}::int - 1) step
    where experiment_id = ${experiment}::bigint`;
  await tx`
    insert into marea.latest_metrics (run_id, key, value, step, at)
    select m.run_id, m.key, m.value, m.step, m.at from marea.metrics m join marea.runs r on r.id = m.run_id
    where r.experiment_id = ${experiment}::bigint and m.step = ${points}::int - 1`;
}
