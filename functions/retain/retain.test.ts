import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { configurationFrom } from '../../shared/runtime/configuration.ts';
import { type TablePolicy, tablePolicies } from '../../shared/tracking/retention/policy.ts';
import { type Forgotten, forget, wouldForget } from '../../shared/tracking/retention/retention.ts';
import { deleteOld } from '../../shared/tracking/retention/rows.ts';
import { createRun, endRun } from '../../shared/tracking/runs.ts';
import { ping } from '../../tests/http-request.ts';
import type { Services } from '../../tests/services.ts';
import { startStage, type TestStage } from '../../tests/stage.ts';

const DATASET = 'realtor';
let services: Services;
let retain: TestStage;

beforeAll(async () => {
  retain = await startStage('retain', () => import('./index.ts'));
  ({ services } = retain);
});
afterAll(() => retain.stop());
beforeEach(async () => {
  await services.sql`
    truncate marea.outbox, marea.stages, marea.dead_letters, marea.inference_logs, marea.feedback,
      marea.batch_profiles, marea.batches, marea.model_history`;
  await services.sql`delete from marea.registered_models`;
  await services.sql`delete from marea.runs`;
  await services.objects.removeAll('datasets', '');
});

const ages = configurationFrom({});
const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);

async function batch(id: string, { open }: { open: boolean }): Promise<void> {
  await services.sql`
    insert into marea.batches (dataset, id, source, event_id, origin, stage, ended_at)
    values (${DATASET}, ${id}, 's', ${id}, 'source', 'stored', ${open ? null : new Date()})`;
}

async function sent(id: string, days: number | undefined, subject = id, data: object = {}): Promise<void> {
  const { sql } = services;
  const event = { id, source: '/x', type: 'dev.marea.batch.stored', dataset: DATASET, subject, data };
  await sql`
    insert into marea.outbox (source, event_id, cause_source, cause_id, stage, event, created_at, sent_at)
    values ('/x', ${id}, 'c', ${id}, 'x', ${sql.json(event as never)}, now() - interval '500 days',
            ${days === undefined ? null : daysAgo(days)})`;
}

async function handled(id: string, days: number, { stage = 'clean', subject = id } = {}): Promise<void> {
  await services.sql`
    insert into marea.stages (stage, source, event_id, type, dataset, subject, status, started_at, ended_at)
    values (${stage}, '/x', ${id}, 't', ${DATASET}, ${subject}, 'done', ${daysAgo(days)}, ${daysAgo(days)})`;
}

const letter = (id: string, replayed: number | undefined, data: object = {}) => services.sql`
  insert into marea.dead_letters (source, event_id, type, event, received_at, replayed_at)
  values ('/x', ${id}, 't', ${services.sql.json({ data } as never)}, now() - interval '500 days',
          ${replayed === undefined ? null : daysAgo(replayed)})`;

async function predicted(id: string, days: number): Promise<void> {
  await services.sql`
    insert into marea.inference_logs (dataset, request_id, model_version, input, output, at)
    values (${DATASET}, ${id}, 1, '{}', '{}', ${daysAgo(days)})`;
  await services.sql`
    insert into marea.feedback (dataset, request_id, actual, at)
    values (${DATASET}, ${id}, '1', ${daysAgo(days)})`;
}

const profile = (id: string, days: number, rows = 500) => services.sql`
  insert into marea.batch_profiles (dataset, batch, profile, created_at)
  values (${DATASET}, ${id}, ${services.sql.json({ rows })}, ${daysAgo(days)})`;

/** An ended run with its files; in the registry when it has a stage. */
async function run(
  id: string,
  days: number,
  { status = 'FINISHED', stage, batch }: { status?: string; stage?: string; batch?: string } = {},
): Promise<void> {
  const { sql, objects } = services;
  await createRun(sql, { id, dataset: DATASET, name: id, ...(batch ? { batch } : {}) });
  await endRun(sql, id, 'FINISHED');
  await sql`update marea.runs set status = ${status}, ended_at = ${daysAgo(days)} where id = ${id}`;
  for (const file of ['matrix.f32', 'trials/1.json', 'snapshot.parquet'])
    await objects.put({ bucket: 'datasets', key: `${DATASET}/${id}/${file}` }, id);
  if (stage) await registered(id, stage);
}

async function registered(id: string, stage: string): Promise<void> {
  const { sql } = services;
  await sql`insert into marea.registered_models (name) values (${DATASET}) on conflict do nothing`;
  await sql`
    insert into marea.model_versions (name, version, run_id, source, stage)
    select ${DATASET}, coalesce(max(version), 0) + 1, ${id}, 's', ${stage} from marea.model_versions`;
}

const left = async (table: string, column: string): Promise<string[]> =>
  (
    await services.sql`select ${services.sql(column)} as id from ${services.sql(`marea.${table}`)} order by 1`
  ).map(({ id }) => id as string);
const runsWith = async (file: string): Promise<string[]> =>
  (await services.objects.list('datasets', ''))
    .filter((key) => key.endsWith(file))
    .map((key) => key.split('/')[1] as string)
    .sort();
const forgetNow = () => forget(services, ages, { pauseMs: 0 });
const counts = (forgotten: readonly Forgotten[]) =>
  Object.fromEntries(forgotten.map(({ what, count }) => [what, count]));

test('events that were sent go after a month; those of open work, and those not sent, stay', async () => {
  await batch('open', { open: true });
  await batch('ended', { open: false });
  await run('running', 0, { status: 'RUNNING' });
  await sent('old', 40, 'ended');
  await sent('young', 10, 'ended');
  await sent('of an open batch', 400, 'open');
  await sent('of an open run', 400, 'nobody', { run: 'running' });
  await sent('not sent', undefined, 'ended');
  await forgetNow();
  expect(await left('outbox', 'event_id')).toEqual([
    'not sent',
    'of an open batch',
    'of an open run',
    'young',
  ]);
});

test('that an event was handled is known for longer than that event can come again', async () => {
  await batch('open', { open: true });
  await handled('old', 100);
  await handled('young', 80);
  await handled('still in the outbox', 100);
  await sent('still in the outbox', 10);
  await handled('waits in dead letters', 400);
  await letter('waits in dead letters', undefined);
  await handled('was replayed', 400);
  await letter('was replayed', 100);
  await handled('of an open batch', 400, { subject: 'open' });
  await handled('brought a batch', 400, { stage: 'ingest' });
  await forgetNow();
  expect(await left('stages', 'event_id')).toEqual([
    'brought a batch',
    'of an open batch',
    'still in the outbox',
    'waits in dead letters',
    'young',
  ]);
});

test('marks are kept as long as the events that are kept, whatever their own age is set to', async () => {
  await handled('in between', 50);
  await forget(services, { ...ages, OUTBOX_DAYS: 60, STAGES_DAYS: 10 }, { pauseMs: 0 });
  expect(await left('stages', 'event_id')).toEqual(['in between']);
});

test('predictions and feedback go by their own age; totals do not fall', async () => {
  await predicted('old', 100);
  await predicted('young', 80);
  const totals = () =>
    services.sql`select what, sum(total)::int as total from marea.totals group by 1 order by 1`;
  const before = await totals();
  await forgetNow();
  expect(await left('inference_logs', 'request_id')).toEqual(['young']);
  expect(await left('feedback', 'request_id')).toEqual(['young']);
  expect(await totals()).toEqual(before);
});

test('a dead letter that waits is kept for ever, one that was settled for its time', async () => {
  await letter('waits', undefined);
  await letter('replayed long ago', 100);
  await letter('replayed', 5);
  await letter('discarded long ago', undefined);
  await letter('discarded', undefined);
  const discarded = (id: string, days: number) => services.sql`
    update marea.dead_letters set discarded_at = ${daysAgo(days)} where event_id = ${id}`;
  await discarded('discarded long ago', 100);
  await discarded('discarded', 5);
  await forgetNow();
  expect(await left('dead_letters', 'event_id')).toEqual(['discarded', 'replayed', 'waits']);
});

test('the profile that the next batch is held against stays, however old', async () => {
  await profile('older', 800);
  await profile('newest with enough rows', 700);
  await profile('few', 600, 499);
  await forgetNow();
  expect(await left('batch_profiles', 'batch')).toEqual(['few', 'newest with enough rows']);
});

test('profiles of batches that all have too few rows to be compared with go by their age', async () => {
  await profile('few', 600, 499);
  await profile('one', 500, 1);
  await forgetNow();
  expect(await left('batch_profiles', 'batch')).toEqual([]);
});

test('files of a training go when nobody needs them: not those of production, of a candidate, of what is open', async () => {
  const { sql } = services;
  await batch('open', { open: true });
  await run('long ago', 200);
  await run('a month ago', 30);
  await run('last week', 7);
  await run('failed', 200, { status: 'FAILED' });
  await run('in production', 200, { stage: 'Production' });
  await run('archived', 200, { stage: 'Archived' });
  await run('candidate', 200, { stage: 'None' });
  await run('rejected', 200, { stage: 'None' });
  await sql`
    insert into marea.model_history (name, version, event, reason)
    select name, version, 'rejected', 'r' from marea.model_versions where run_id = 'rejected'`;
  await run('approved anew', 200, { stage: 'None' });
  for (const event of ['approved', 'rolled back', 'approved'])
    await sql`
      insert into marea.model_history (name, version, event, reason)
      select name, version, ${event}, 'r' from marea.model_versions where run_id = 'approved anew'`;
  await run('of an open batch', 200, { batch: 'open' });
  await run('in dead letters', 200);
  await letter('dead', undefined, { run: 'in dead letters' });
  // At most one is open.
  await run('running', 200, { status: 'RUNNING' });
  await services.objects.put({ bucket: 'datasets', key: `${DATASET}/unknown/matrix.f32` }, 'x');
  await forgetNow();
  const needed = [
    'approved anew',
    'candidate',
    'in dead letters',
    'in production',
    'last week',
    'of an open batch',
    'running',
  ];
  expect(await runsWith('matrix.f32')).toEqual([...needed, 'unknown'].sort());
  expect(await runsWith('trials/1.json')).toEqual(needed);
  expect(await runsWith('snapshot.parquet')).toEqual(['a month ago', ...needed].sort());
});

test('a look says what would go, and changes nothing', async () => {
  await predicted('old', 100);
  await sent('old', 40);
  await run('long ago', 200);
  const would = counts(await wouldForget(services, ages));
  expect(would).toMatchObject({ outbox: 1, inference_logs: 1, feedback: 1, stages: 0 });
  expect(Object.values(would)).toHaveLength(8);
  expect(await left('inference_logs', 'request_id')).toEqual(['old']);
  expect(counts(await forgetNow())).toEqual(would);
  expect(counts(await wouldForget(services, ages))).not.toMatchObject({ outbox: 1 });
});

const withStaying: TablePolicy = {
  table: 'marea.feedback',
  age: 'at',
  days: 90,
  perBatch: 10,
  stays: (sql) => sql`t.request_id like '%0'`,
};

async function manyWords(count: number): Promise<void> {
  await services.sql`
    insert into marea.feedback (dataset, request_id, actual, at)
    select ${DATASET}, i::text, '1', now() - interval '200 days' + i * interval '1 minute'
    from generate_series(1, ${count}) i`;
}

test('each transaction takes a bounded number, the oldest first; a killed one has done what it has done', async () => {
  await manyWords(47);
  const batches = deleteOld(services.sql, withStaying);
  expect((await batches.next()).value).toBe(10);
  const rest = await left('feedback', 'request_id');
  expect(rest).toHaveLength(37);
  expect(rest).not.toContain('1');
  expect(rest).toContain('47');
  // Whoever began it is gone; the next one takes up what is left.
  await batches.return(undefined);
  const sizes: number[] = [];
  for await (const rows of deleteOld(services.sql, withStaying)) sizes.push(rows);
  expect(sizes).toEqual([10, 10, 10, 3]);
  expect(await left('feedback', 'request_id')).toEqual(['10', '20', '30', '40']);
});

test('what is old is found by an index of its age', async () => {
  for (const { table, age } of tablePolicies(ages)) {
    const found = await services.sql`
      select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
      where i.indrelid = ${table}::regclass and a.attname = ${age}`;
    expect({ table, indexes: found.count }).toEqual({ table, indexes: 1 });
  }
});

test('a row that somebody holds is left for the next night, and holds nobody up', async () => {
  await manyWords(5);
  await services.sql.begin(async (tx) => {
    await tx`select from marea.feedback where request_id = '3' for update`;
    await forgetNow();
  });
  expect(await left('feedback', 'request_id')).toEqual(['3']);
});

test('one policy that fails says so, and the others go on', async () => {
  const { sql } = services;
  await predicted('old', 100);
  await sent('old', 40);
  await sql`alter table marea.outbox rename to outbox_away`;
  try {
    const forgotten = await forgetNow();
    expect(forgotten.filter(({ error }) => error).map(({ what }) => what)).toEqual(['outbox', 'stages']);
    expect(counts(forgotten)).toMatchObject({ outbox: 0, inference_logs: 1 });
    await predicted('older', 100);
    expect((await retain.handle(ping())).status).toBe(503);
  } finally {
    await sql`alter table marea.outbox_away rename to outbox`;
  }
  expect(await left('inference_logs', 'request_id')).toEqual([]);
  expect(await retain.handle(ping())).toEqual({ status: 204 });
  expect(await left('outbox', 'event_id')).toEqual([]);
});

test('out of time it ends between two batches and says so', async () => {
  await predicted('old', 100);
  const forgotten = await forget(services, ages, { pauseMs: 0, signal: AbortSignal.abort() });
  expect(forgotten.every(({ error }) => error === 'out of time')).toBe(true);
  expect(await left('inference_logs', 'request_id')).toEqual(['old']);
});
