/** On a real Postgres: what is planned beside a training, what of it is seen, and that nothing of it stays. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { trialRequested } from '../../../shared/events/types.ts';
import { createRun, endRun } from '../../../shared/tracking/runs.ts';
import { completeTrial, requestTrial, trialsOf } from '../../../shared/tracking/trials.ts';
import { type Services, startServices } from '../../../tests/services.ts';
import { endedTrials, planTrials, removeTrials } from './trials.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());

beforeEach(async () => {
  const { sql } = services;
  await sql`truncate marea.experiments cascade`;
  for (const id of ['old', 'new', 'running']) {
    await createRun(sql, { id, dataset: 'realtor', name: id });
    if (id !== 'running') await endRun(sql, id, 'FINISHED');
  }
  await requestTrial(sql, 'new', 'realtor', { trial: 0, round: 0, family: 'tree', parameters: {}, seed: 1 });
});

const counts = async () =>
  await services.sql`
    select (select count(*)::int from marea.runs) as runs, (select count(*)::int from marea.trials) as trials,
           (select count(*)::int from marea.params) as params, (select count(*)::int from marea.metrics) as metrics`;

test('trials are planned beside those of the latest training that is over, each with its event', async () => {
  const { run, events, trials } = await planTrials(services.sql, 'realtor', 4);
  expect(run).toBe('new');
  expect(trials).toEqual([1, 2, 3, 4]);
  expect((await trialsOf(services.sql, 'new')).map(({ trial }) => trial)).toEqual([0, 1, 2, 3, 4]);
  expect(new Set(events.map(({ id }) => id)).size).toBe(4);
  for (const event of events) {
    expect(event).toMatchObject({ type: trialRequested.type, dataset: 'realtor', data: { run: 'new' } });
    expect(trialRequested.validator.Check(event.data)).toBe(true);
  }
});

test('those that ended are seen, with how they ended and how long after the plan', async () => {
  const { sql } = services;
  const planned = await planTrials(sql, 'realtor', 3);
  expect(await endedTrials(sql, planned)).toEqual([]);
  await completeTrial(sql, 'new', 1, { score: 0.5, metrics: { r2: 0.5 }, seconds: 2.5, curve: [] });
  await completeTrial(sql, 'new', 3, { score: null, metrics: {}, seconds: 0.1, curve: [], error: 'no rows' });
  const ended = await endedTrials(sql, planned);
  expect(ended.sort((a, b) => a.trial - b.trial)).toEqual([
    { trial: 1, status: 'finished', seconds: 2.5, after: expect.any(Number) },
    { trial: 3, status: 'failed', seconds: 0.1, after: expect.any(Number) },
  ]);
  for (const { after } of ended) expect(after).toBeGreaterThan(0);
});

test('removed, nothing of them is left, and the training has what it had', async () => {
  const { sql } = services;
  const before = await counts();
  const planned = await planTrials(sql, 'realtor', 3);
  await completeTrial(sql, 'new', 2, { score: 0.5, metrics: { r2: 0.5 }, seconds: 1, curve: [] });
  await removeTrials(sql, planned);
  expect(await counts()).toEqual(before);
});

test('without a training there is nothing to take data from', async () => {
  await expect(planTrials(services.sql, 'diabetes', 1)).rejects.toThrow(
    'diabetes has had no training whose data the trials could take',
  );
});
