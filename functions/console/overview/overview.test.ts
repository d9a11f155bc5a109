/** What the first page tells, against rows that stand in the tables. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Overview } from '../../../shared/api/overview.ts';
import { letter, promotedBatch, startConsole, type TestConsole } from '../../../tests/console.ts';

let marea: TestConsole;
beforeAll(async () => {
  marea = await startConsole();
});
afterAll(() => marea.stop());
beforeEach(async () => {
  await marea.clear();
  await marea.services.sql`truncate marea.inference_logs`;
});

const overview = async () => (await marea.get('/api/overview')) as unknown as Overview;
const realtor = async () => (await overview()).datasets.find(({ name }) => name === 'realtor');
const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);

test('without anything there are the data sets, and nothing to do', async () => {
  const { datasets, needs, batches } = await overview();
  expect(datasets.map(({ name }) => name)).toEqual(['realtor', 'diabetes']);
  expect(datasets[0]).toMatchObject({
    served: null,
    traffic: null,
    live: { answers: 0, metrics: {}, level: null, from: null, to: null },
    answered: { answers: 0, since: null, medianMs: null, p95Ms: null },
  });
  expect([needs, batches]).toEqual([[], []]);
});

test('what is served, since when, and how good it was when it was judged', async () => {
  await promotedBatch(marea.services);
  const { sql } = marea.services;
  await sql`update marea.model_history set at = '2026-01-02T03:04:05Z'`;
  expect(await realtor()).toMatchObject({
    batches: 1,
    clean: 6,
    production: 1,
    served: { version: 1, since: '2026-01-02T03:04:05.000Z', metrics: { r2: 0.7 }, damaged: null },
  });
});

test('how right and how fast the answers were, by the names of the metrics of versions', async () => {
  const { sql } = marea.services;
  const now = Date.now();
  const answers = [
    { price: 110, actual: 100, ms: 10 },
    { price: 150, actual: 200, ms: 20 },
    { price: 300, actual: 400, ms: 30 },
  ];
  for (const { price, actual, ms } of answers) {
    const output = { price, interval: { lower: price - 60, upper: price + 60, level: 0.9 } };
    await sql`
      insert into marea.inference_logs (dataset, request_id, model_version, input, output, milliseconds, at, actual, actual_at)
      values ('realtor', ${String(ms)}, 1, '{}', ${sql.json(output)}, ${ms}, now(), ${sql.json(actual)},
              ${new Date(now - (60 - ms) * 60_000)})`;
  }
  const told = await realtor();
  expect(told?.live).toMatchObject({ answers: 3, level: 0.9, from: ISO, to: ISO });
  // |10|, |50|, |100|; of them 10 %, 25 %, 25 %; two of three intervals hold the truth
  expect(told?.live.metrics).toEqual({ mae: 160 / 3, mdape: 0.25, coverage: 2 / 3 });
  expect(Date.parse(told?.live.to ?? '') - Date.parse(told?.live.from ?? '')).toBe(20 * 60_000);
  expect(told?.answered).toMatchObject({ answers: 3, medianMs: 20, p95Ms: 29 });
});

test('batches of the last day are bars; older ones are not, but open ones', async () => {
  const { sql } = marea.services;
  for (const [id, age, ended] of [
    ['old', 50, true],
    ['open', 40, false],
    ['long', 30, false],
    ['new', 1, true],
  ] as const)
    await sql`
      insert into marea.batches (dataset, id, source, event_id, origin, stage, started_at, ended_at, outcome)
      values ('realtor', ${id}, 's', ${id}, 'source', 'received', now() - make_interval(hours => ${age}),
              ${ended ? sql`now() - make_interval(hours => ${age})` : null}, ${ended ? 'not trained' : null})`;
  await sql`update marea.batches set ended_at = now(), outcome = 'promoted' where id = 'long'`;
  const { batches } = await overview();
  expect(batches.map(({ id }) => id)).toEqual(['open', 'long', 'new']);
  expect(batches[2]).toMatchObject({
    dataset: 'realtor',
    outcome: 'not trained',
    startedAt: ISO,
    endedAt: ISO,
  });
});

describe('what needs a person', () => {
  const kinds = async () =>
    (await overview()).needs.map(({ what, subject, count }) => [what, subject, count]);

  test('dead letters are one line for each type', async () => {
    for (const id of ['a', 'b']) await letter(marea.services, id, 'dev.marea.batch.stored');
    await letter(marea.services, 'c', 'dev.marea.batch.stored', null);
    expect((await overview()).needs).toMatchObject([
      {
        what: 'dead letters',
        dataset: 'realtor',
        subject: 'dev.marea.batch.stored',
        count: 2,
        reason: 'no space left',
      },
      { what: 'dead letters', dataset: null, count: 1 },
    ]);
  });

  test('drift is told while the newest verdict is that there is some', async () => {
    const { sql } = marea.services;
    const check = (batch: string, drifted: boolean, age: number) => sql`
      insert into marea.drift_history (dataset, batch, checked_at, drifted, target_drifted, share, train, reason, report)
      values ('realtor', ${batch}, now() - make_interval(hours => ${age}), ${drifted}, false, 0.6, true, 'x',
              '{"production": {}}')`;
    await check('b1', true, 3);
    expect(await kinds()).toEqual([['drift', 'b1', 1]]);
    await check('b2', false, 2);
    expect(await kinds()).toEqual([]);
  });

  test('a rollout that was taken back is told until another comes to its end', async () => {
    const { sql } = marea.services;
    const line = (event: string, version: number) => sql`
      insert into marea.model_history (name, version, event, reason) values ('realtor', ${version}, ${event}, 'errors')`;
    await line('promoted', 1);
    await line('rolled back', 2);
    expect(await kinds()).toEqual([['rolled back', '2', 1]]);
    await line('promoted', 3);
    expect(await kinds()).toEqual([]);
  });

  test('held batches and failed trainings, until they are taken back; a refused candidate needs nobody', async () => {
    const { sql } = marea.services;
    for (const [id, outcome] of [
      ['h', 'held'],
      ['f', 'training failed'],
      ['r', 'rejected'],
    ] as const)
      await sql`
        insert into marea.batches (dataset, id, source, event_id, origin, stage, ended_at, outcome, reason)
        values ('realtor', ${id}, 's', ${id}, 'source', 'received', now(), ${outcome}, 'x')`;
    expect((await kinds()).toSorted()).toEqual([
      ['batch held', 'h', 1],
      ['training failed', 'f', 1],
    ]);
    await sql`update marea.batches set retracted_at = now() where id = 'h'`;
    expect(await kinds()).toEqual([['training failed', 'f', 1]]);
  });

  test('a stage that stands still is one line, however many events wait for it', async () => {
    const { sql } = marea.services;
    for (const id of ['x', 'y'])
      await sql`
        insert into marea.stages (stage, source, event_id, type, dataset, subject, status, started_at, error)
        values ('trial', 's', ${id}, 't', 'realtor', 'b1', 'running', now() - interval '10 minutes', 'out of memory')`;
    expect((await overview()).needs).toMatchObject([
      { what: 'stalled', subject: 'trial', count: 2, reason: 'stage fails: out of memory' },
    ]);
  });

  test('a version in production whose files are not what was registered', async () => {
    await promotedBatch(marea.services);
    const { sql } = marea.services;
    await sql`delete from marea.drift_history`;
    await sql`update marea.model_versions set damaged = 'model.onnx is another'`;
    expect((await overview()).needs).toMatchObject([
      { what: 'files damaged', subject: '1', reason: 'model.onnx is another' },
    ]);
  });
});
