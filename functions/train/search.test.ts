import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MareaFunction } from '../../shared/runtime/function.ts';
import { createRun } from '../../shared/tracking/runs.ts';
import { completeTrial, requestTrial, trialsOf } from '../../shared/tracking/trials.ts';
import { eventRequest } from '../../tests/http-request.ts';
import { type Services, startServices } from '../../tests/services.ts';
import { startSink, type TestSink } from '../../tests/sink.ts';

const RUN = 'run-1';
let services: Services;
let sink: TestSink;
let train: MareaFunction;

beforeAll(async () => {
  [services, sink] = await Promise.all([startServices(), startSink()]);
  Object.assign(process.env, {
    DATABASE_URL: services.databaseUrl,
    K_SINK: sink.url,
    S3_ENDPOINT: services.s3.endpoint,
    S3_ACCESS_KEY: services.s3.accessKey,
    S3_SECRET_KEY: services.s3.secretKey,
    LOG_LEVEL: 'silent',
    SEARCH_TRIALS: '12',
    SEARCH_SECONDS: '60',
  });
  await import('./index.ts');
  const { functionNamed } = await import('../../shared/runtime/function.ts');
  train = functionNamed('train');
});
afterAll(async () => {
  await (await import('../../shared/runtime/resources.ts')).closeResources();
  await sink.stop();
  await services.stop();
});
beforeEach(async () => {
  sink.events.length = 0;
  await services.sql`truncate marea.outbox, marea.stages, marea.experiments cascade`;
  await createRun(services.sql, { id: RUN, dataset: 'realtor', name: 'training' });
  for (const [trial, family] of ['boosting', 'forest', 'linear', 'tree', 'boosting'].entries())
    await requestTrial(services.sql, RUN, 'realtor', {
      trial,
      round: 0,
      family,
      parameters: {},
      seed: trial,
    });
});

const scored = (score: number | null) => ({ score, metrics: {}, seconds: 1, curve: [] });
const complete = async (trials: readonly number[], score: number | null = 0.5) => {
  for (const trial of trials) await completeTrial(services.sql, RUN, trial, scored(score));
};
const told = (trial: number) =>
  train.handle(
    eventRequest(
      { id: `trial-${trial}`, source: '/marea/trial', type: 'dev.marea.trial.completed', dataset: 'realtor' },
      { run: RUN, trial, status: 'finished', metrics: {}, seconds: 1 },
    ),
  );
const asked = () => sink.events.filter(({ type }) => type === 'dev.marea.trial.requested');
const param = async () => {
  const [row] = await services.sql`
    select value from marea.params where run_id = ${RUN} and key = 'search_ended_by'`;
  return row?.value;
};

describe('a search', () => {
  it('waits for all trials of a round', async () => {
    await complete([0, 1, 2, 3]);
    expect((await told(3)).status).toBe(204);
    expect(asked()).toEqual([]);
  });

  it('plans one next round, whoever sees the last trial end, however often they are told', async () => {
    await complete([0, 1, 2, 3, 4]);
    const answers = await Promise.all([told(2), told(4), told(4)]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect(asked().map(({ data }) => (data as { trial: number }).trial)).toEqual([5, 6]);
    expect((await trialsOf(services.sql, RUN)).filter(({ round }) => round === 1)).toHaveLength(2);
  });

  it('plans no further round when its seconds are used', async () => {
    await services.sql`update marea.runs set started_at = now() - interval '2 minutes' where id = ${RUN}`;
    await complete([0, 1, 2, 3, 4], null);
    await told(4);
    expect(asked()).toEqual([]);
    expect(await param()).toBe('seconds');
  });
});
