import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { normal, seeded } from '../../shared/ml/random.ts';
import { NoSuchObject } from '../../shared/store/objects.ts';
import { createRun, runIdOf } from '../../shared/tracking/runs.ts';
import { completeTrial, requestTrial, type TrialPlan, trialsOf } from '../../shared/tracking/trials.ts';
import { workspaceOf } from '../../shared/tracking/workspace.ts';
import { eventRequest } from '../../tests/http-request.ts';
import type { Services } from '../../tests/services.ts';
import type { TestSink } from '../../tests/sink.ts';
import { startStage, type TestStage } from '../../tests/stage.ts';
import { type WeakStore, weakStore } from './fixtures/weak-store.ts';

const RUN = 'run-1';
const plan = { trial: 0, round: 0, family: 'boosting', parameters: { rounds: 60, patience: 60 }, seed: 1 };
let services: Services;
let sink: TestSink;
let trial: TestStage;
let store: WeakStore;

beforeAll(async () => {
  trial = await startStage('trial', async () => {
    store = await weakStore(process.env.S3_ENDPOINT ?? '');
    process.env.S3_ENDPOINT = store.endpoint;
    return await import('./index.ts');
  });
  ({ services, sink } = trial);
  await workspaceOf(services.objects, 'realtor', RUN).writeData(prices(600));
});
afterAll(async () => {
  await trial.stop();
  store.stop();
});
beforeEach(async () => {
  sink.events.length = 0;
  store.refuse = undefined;
  store.refused = 0;
  await services.sql`truncate marea.outbox, marea.stages, marea.experiments cascade`;
  await createRun(services.sql, { id: RUN, dataset: 'realtor', name: 'training' });
  await requestTrial(services.sql, RUN, 'realtor', plan);
});

/** Logarithms of prices that follow the first of two features. */
function prices(rows: number) {
  const random = seeded('prices');
  const data = Float32Array.from({ length: rows * 2 }, () => normal(random));
  return {
    matrix: { rows, names: ['a', 'b'], data },
    target: Float64Array.from({ length: rows }, (_, row) => 12 + (data[row * 2] as number)),
    bucket: Uint8Array.from({ length: rows }, (_, row) => row % 100),
  };
}

const requested = (change = {}, id = 'request') =>
  trial.handle(
    eventRequest(
      { id, source: '/marea/train', type: 'dev.marea.trial.requested', dataset: 'realtor' },
      { run: RUN, ...plan, ...change },
    ),
  );
/** Where trees by the default settings are first looked at. */
const RUNG = 50;
/** So many trials of the round before, which had this loss there. */
async function earlier(trials: number, loss: number): Promise<void> {
  await services.sql`update marea.trials set round = 1`;
  for (let trial = 1; trial <= trials; trial++) await ended({ ...plan, trial }, loss);
}
async function ended(planned: TrialPlan, loss: number): Promise<void> {
  await requestTrial(services.sql, RUN, 'realtor', planned);
  const curve = [{ rounds: RUNG, loss }];
  await completeTrial(services.sql, RUN, planned.trial, { score: 0.5, metrics: {}, seconds: 1, curve });
}
const later = { round: 1 };
const result = async () => (await trialsOf(services.sql, RUN))[0];
const model = () => workspaceOf(services.objects, 'realtor', RUN).read('trials/0.json');

describe('a trial', () => {
  it('that is delivered twice at once has one result', async () => {
    const answers = await Promise.all([requested(), requested()]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
    expect(await result()).toMatchObject({ status: 'finished', score: expect.any(Number) });
    expect(new Set(sink.events.map(({ id }) => id)).size).toBe(1);
    const logged = await services.sql`
      select key, step, count(*)::int as times from marea.metrics group by key, step having count(*) > 1`;
    expect(logged).toEqual([]);
  });

  it('tells how it learned: the validation loss at each rung and at the end', async () => {
    await earlier(4, 1e9);
    await requested(later);
    const found = await result();
    expect(found?.curve.map(({ rounds }) => rounds)).toEqual([RUNG, 60]);
    const losses = found?.curve.map(({ loss }) => loss) ?? [];
    expect(losses).toEqual(losses.toSorted((a, b) => b - a));
    const logged = await services.sql`
      select step::int, value from marea.metrics
      where key = 'validation_loss' and run_id = ${runIdOf(RUN, 0)} order by step`;
    expect(logged.map(({ value }) => value)).toEqual(losses);
  });

  it('that is worse than the bar at a rung stops there, which is a result', async () => {
    await earlier(4, 0.0001);
    await requested(later);
    expect(await result()).toMatchObject({ status: 'stopped', curve: [{ rounds: RUNG }] });
    expect(sink.events.at(-1)?.data).toMatchObject({ status: 'stopped' });
    const [run] = await services.sql`
      select r.status, t.value from marea.runs r join marea.tags t on t.run_id = r.id and t.key = 'stopped'
      where r.id = ${runIdOf(RUN, 0)}`;
    expect(run).toMatchObject({ status: 'FINISHED', value: expect.stringMatching(/^after 50 rounds/) });
  });

  it('is held against four earlier trials at least, and none of its own round or of another family', async () => {
    await earlier(3, 0.0001);
    await ended({ ...plan, trial: 4, round: 1 }, 0.0001);
    await ended({ ...plan, trial: 5, family: 'forest' }, 0.0001);
    await requested(later);
    expect(await result()).toMatchObject({ status: 'finished' });
  });

  it('is stopped by no bar that somebody makes up', async () => {
    await requested({ rungs: [{ rounds: 1, bar: 0 }] });
    expect(await result()).toMatchObject({ status: 'finished' });
  });

  it('that was given up leaves no model', async () => {
    await services.objects.removeAll('datasets', `realtor/${RUN}/trials/`);
    await earlier(4, 0.0001);
    await requested(later);
    expect(await result()).toMatchObject({ status: 'stopped' });
    await expect(model()).rejects.toThrow(NoSuchObject);
    await services.sql`delete from marea.trials where trial > 0`;
    await services.sql`update marea.trials set status = 'requested'`;
    await requested(later, 'another');
    expect(JSON.parse((await model()).toString())).toMatchObject({ kind: 'trees' });
  });

  it('that cannot be fitted is a result too', async () => {
    const odd = { trial: 1, parameters: { depht: 3 } };
    await requestTrial(services.sql, RUN, 'realtor', { ...plan, ...odd });
    await requested(odd);
    expect((await trialsOf(services.sql, RUN))[1]).toMatchObject({
      status: 'failed',
      score: null,
      curve: [],
    });
  });

  it.each([
    [
      'with a setting of its own',
      { parameters: { rounds: 1e9, patience: 60 } },
      /was planned as .*60.*, not as .*1000000000/,
    ],
    ['with a setting more', { parameters: { rounds: 60, patience: 60, depth: 30 } }, /was planned as/],
    ['of another family', { family: 'forest' }, /was planned as/],
    ['with another seed', { seed: 2 }, /was planned as/],
    ['that nobody has planned', { trial: 7 }, /has planned no trial 7/],
    ['with a number beyond all numbers', { seed: 2 ** 40 }, /does not fit its schema/],
  ])('%s is refused for good, and nothing is fitted', async (_, change, reason) => {
    const { status, body } = await requested(change);
    expect([status, JSON.parse(String(body)).error]).toEqual([422, expect.stringMatching(reason)]);
    expect(await trialsOf(services.sql, RUN)).toMatchObject([{ trial: 0, status: 'requested' }]);
    expect(sink.events).toEqual([]);
  });

  it('that has its result is not made anew, by whichever event', async () => {
    await requested();
    const before = await result();
    expect((await requested({}, 'made up')).status).toBe(422);
    expect(await result()).toEqual(before);
    expect(sink.events).toHaveLength(1);
  });

  it('that two events ask for at once has one result', async () => {
    const answers = await Promise.all([requested({}, 'one'), requested({}, 'other')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 422]);
    expect(sink.events).toHaveLength(1);
  });

  it.each(['GET', 'PUT'] as const)(
    'is not judged by a store that is away at %s: it is tried again',
    async (method) => {
      store.refuse = method;
      const { status } = await requested();
      expect(status).toBeGreaterThanOrEqual(500);
      expect(store.refused).toBeGreaterThan(0);
      expect(await result()).toMatchObject({ status: 'requested', score: null });
      expect(sink.events).toEqual([]);
      store.refuse = undefined;
      expect((await requested()).status).toBe(204);
      expect(await result()).toMatchObject({ status: 'finished', score: expect.any(Number) });
    },
  );
});
