import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRun } from '../../shared/tracking/runs.ts';
import { completeTrial, requestTrial, trialsOf } from '../../shared/tracking/trials.ts';
import { eventRequest } from '../../tests/http-request.ts';
import { startStage, type TestStage } from '../../tests/stage.ts';

const RUN = 'run-1';
let stage: TestStage;

beforeAll(async () => {
  stage = await startStage('train', () => import('./index.ts'), {
    SEARCH_TRIALS: '12',
    SEARCH_SECONDS: '60',
  });
});
afterAll(() => stage.stop());
beforeEach(async () => {
  stage.sink.events.length = 0;
  await stage.services.sql`truncate marea.outbox, marea.stages, marea.experiments cascade`;
  await createRun(stage.services.sql, { id: RUN, dataset: 'realtor', name: 'training' });
  for (const [trial, family] of ['boosting', 'forest', 'linear', 'tree', 'boosting'].entries())
    await requestTrial(stage.services.sql, RUN, 'realtor', {
      trial,
      round: 0,
      family,
      parameters: {},
      seed: trial,
    });
});

const scored = (score: number | null) => ({ score, metrics: {}, seconds: 1, curve: [] });
const complete = async (trials: readonly number[], score: number | null = 0.5) => {
  for (const trial of trials) await completeTrial(stage.services.sql, RUN, trial, scored(score));
};
const told = (trial: number) =>
  stage.handle(
    eventRequest(
      { id: `trial-${trial}`, source: '/marea/trial', type: 'dev.marea.trial.completed', dataset: 'realtor' },
      { run: RUN, trial, status: 'finished', metrics: {}, seconds: 1 },
    ),
  );
/** One event for each id: two deliveries at once of what caused it may both send it. */
const asked = () => {
  const requests = stage.sink.events.filter(({ type }) => type === 'dev.marea.trial.requested');
  return [...new Map(requests.map((event) => [event.id, event])).values()];
};
const param = async () => {
  const [row] = await stage.services.sql`
    select value from marea.params where run_id = ${RUN} and key = 'search_ended_by'`;
  return row?.value;
};

describe('a search', () => {
  it('waits for all trials of a round', async () => {
    await complete([0, 1, 2, 3]);
    expect((await told(3)).status).toBe(204);
    expect(asked()).toEqual([]);
  });

  it.each([
    ['no result yet', 2, /trial 2 of run .* has no result yet/],
    ['never planned', 9, /has planned no trial 9/],
  ])('is told of a trial that has %s: refused for good', async (_, trial, reason) => {
    await complete([0, 1]);
    const { status, body } = await told(trial);
    expect([status, JSON.parse(String(body)).error]).toEqual([422, expect.stringMatching(reason)]);
    expect(asked()).toEqual([]);
  });

  it('plans one next round, whoever sees the last trial end, however often they are told', async () => {
    await complete([0, 1, 2, 3, 4]);
    const answers = await Promise.all([told(2), told(4), told(4)]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect(asked().map(({ data }) => (data as { trial: number }).trial)).toEqual([5, 6]);
    expect((await trialsOf(stage.services.sql, RUN)).filter(({ round }) => round === 1)).toHaveLength(2);
  });

  it('plans no further round when its seconds are used', async () => {
    await stage.services
      .sql`update marea.runs set started_at = now() - interval '2 minutes' where id = ${RUN}`;
    await complete([0, 1, 2, 3, 4], null);
    await told(4);
    expect(asked()).toEqual([]);
    expect(await param()).toBe('seconds');
  });

  it('is over once, whoever sees the last trial end; the training stays open for its artifact', async () => {
    const { services, sink } = stage;
    const { sql } = services;
    await sql`
      insert into marea.batches (dataset, id, source, event_id, origin, stage)
      values ('realtor', 'b1', 's', 'b1', 'source', 'training') on conflict do nothing`;
    await sql`
      update marea.runs set started_at = now() - interval '2 minutes', batch = 'b1' where id = ${RUN}`;
    await complete([0, 1, 2, 3, 4]);
    const answers = await Promise.all([told(2), told(3), told(4), told(4)]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
    expect(new Set(sink.events.map(({ id }) => id)).size).toBe(1);
    expect(sink.events[0]).toMatchObject({ type: 'dev.marea.training.searched', data: { run: RUN } });
    const [run] = await sql`select status from marea.runs where id = ${RUN}`;
    expect(run?.status).toBe('RUNNING');
    const [batch] = await sql`select stage from marea.batches where id = 'b1'`;
    expect(batch?.stage).toBe('searched');
  });
});
