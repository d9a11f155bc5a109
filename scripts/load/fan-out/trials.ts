/** Trials beside those of a training that is over: planned and asked for as `train` does it, and removed afterwards. */
import { randomBytes } from 'node:crypto';
import type { Event } from '../../../shared/events/event.ts';
import { trialRequested } from '../../../shared/events/types.ts';
import type { Sql } from '../../../shared/store/database.ts';
import { requestTrial, type TrialPlan } from '../../../shared/tracking/trials.ts';
import { UserError } from '../../cli/command.ts';

export interface Planned {
  readonly run: string;
  readonly events: readonly Event[];
  readonly trials: readonly number[];
}

export interface Ended {
  readonly trial: number;
  /** finished, stopped or failed. */
  readonly status: string;
  /** Seconds from the plan to its end, by the database's clock. */
  readonly after: number;
  /** Seconds that the fit took. */
  readonly seconds: number;
}

/** No search has that many rounds. */
const ROUND = 999;

/**
 * A quick fit each, so that what is measured is the platform. The training is over: it takes no notice of the results.
 * @throws UserError when the data set has no training to take the data from
 */
export async function planTrials(sql: Sql, dataset: string, count: number): Promise<Planned> {
  const [row] = await sql<{ run: string; next: number }[]>`
    select id as run, (select coalesce(max(trial), -1) + 1 from marea.trials where run_id = id) as next
    from marea.runs where dataset = ${dataset} and parent_id is null and status = 'FINISHED'
    order by ended_at desc limit 1`;
  if (!row)
    throw new UserError(
      `${dataset} has had no training whose data the trials could take: bring in data first`,
    );
  const { run, next } = row;
  const tag = randomBytes(4).toString('hex');
  const plans = Array.from({ length: count }, (_, index): TrialPlan => {
    return { trial: next + index, round: ROUND, family: 'tree', parameters: {}, seed: index };
  });
  await sql.begin(async (tx) => {
    for (const plan of plans) await requestTrial(tx, run, dataset, plan);
  });
  const events = plans.map((plan) => ({
    id: `load-${tag}-${plan.trial}`,
    source: '/marea/load',
    type: trialRequested.type,
    subject: run,
    time: new Date().toISOString(),
    dataset,
    data: { run, ...plan },
  }));
  return { run, events, trials: plans.map(({ trial }) => trial) };
}

export async function endedTrials(sql: Sql, { run, trials }: Planned): Promise<Ended[]> {
  return await sql<Ended[]>`
    select t.trial, t.status, coalesce(t.seconds, 0) as seconds,
           extract(epoch from c.ended_at - c.started_at)::float8 as after
    from marea.trials t join marea.runs c on c.id = t.child_run_id
    where t.run_id = ${run} and t.trial = any(${[...trials]}::int[]) and c.ended_at is not null`;
}

/** @returns how often each was handled: 1 for each, unless a delivery was repeated */
export async function attemptsOf(sql: Sql, { events }: Planned): Promise<number[]> {
  const ids = events.map(({ id }) => id);
  const rows = await sql<{ attempts: number }[]>`
    select attempts from marea.stages where stage = 'trial' and event_id = any(${ids}) and status = 'done'`;
  return rows.map(({ attempts }) => attempts);
}

export async function removeTrials(sql: Sql, { run, trials }: Planned): Promise<void> {
  // With their runs go the trials, parameters and metrics.
  await sql`
    delete from marea.runs where id in (
      select child_run_id from marea.trials where run_id = ${run} and trial = any(${[...trials]}::int[]))`;
}
