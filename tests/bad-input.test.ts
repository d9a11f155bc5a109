/** Bad input: a clear error to whoever sent it, or in dead letters; nothing is stored half. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shown } from '../shared/runtime/access/platform-header.ts';
import { eventually, postEvent, startTestPlatform, type TestPlatform } from './platform.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});

afterAll(async () => {
  await platform.stop();
});

/** At the door; inside the cluster a producer may also post to the broker itself, which takes any event. */
const BROKER = '/marea/ingest';
async function post(
  headers: Record<string, string>,
  body: string | Buffer,
  path = '/ingest',
): Promise<{ status: number; text: string }> {
  const answer = await fetch(platform.url + path, {
    method: 'POST',
    headers: path === BROKER ? { ...headers, ...shown(platform.platformToken) } : headers,
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  return { status: answer.status, text: await answer.text() };
}

const binary = (id: string): Record<string, string> => ({
  'content-type': 'application/json',
  'ce-specversion': '1.0',
  'ce-type': 'dev.marea.batch.received',
  'ce-source': '/test',
  'ce-id': id,
  'ce-dataset': 'tiny',
});

/** The dead letter of an event, and proof that nothing of its batch is stored. */
async function refusal(batch: string): Promise<{ error: string; code: number }> {
  const letter = await eventually(async () => {
    const [row] = await platform.sql<{ error: string; code: number }[]>`
      select error, code from marea.dead_letters where event_id = ${batch}`;
    return row;
  }, `the dead letter of ${batch}`);
  const [stored] = await platform.sql`
    select (select count(*)::int from marea.batches where id = ${batch}) as batches,
           (select count(*)::int from tiny.raw_data where batch = ${batch}) as raw`;
  expect(stored).toEqual({ batches: 0, raw: 0 });
  return letter;
}

describe('the entrance refuses at once', () => {
  test('what is no CloudEvent', async () => {
    const { status, text } = await post({ 'content-type': 'application/json' }, '{"rows": []}');
    expect(status).toBe(400);
    expect(text).toMatch(/CloudEvent|ce-/i);
  });

  test('an event without an id', async () => {
    const { 'ce-id': _, ...headers } = binary('x');
    const { status, text } = await post(headers, '{}');
    expect(status).toBe(400);
    expect(text).toMatch(/id/);
  });

  test('a structured event that is not JSON', async () => {
    const { status } = await post(
      { 'content-type': 'application/cloudevents+json' },
      '{"specversion": "1.0", ',
    );
    expect(status).toBe(400);
  });

  test.each([
    ['data that are not JSON', {}, '{"rows": [', 400, /JSON/],
    ['a data set that nobody declared', { 'ce-dataset': 'moon' }, '{"rows": [{"a": 1}]}', 422, /tiny/],
    ['an event of another kind', { 'ce-type': 'com.example.sold' }, '{}', 422, /com.example.sold/],
    ['a dataref elsewhere', { 'ce-dataref': 'file:///etc/passwd' }, '{}', 422, /no address/],
  ])('%s, of which nothing is left', async (_, more, body, expected, reason) => {
    const { status, text } = await post({ ...binary('at-the-door'), ...more }, body);
    expect([status, text]).toEqual([expected, expect.stringMatching(reason)]);
    expect(await platform.sql`select from marea.dead_letters where event_id = 'at-the-door'`).toEqual([]);
  });

  test('a body of 100 MB, and goes on', async () => {
    const { status, text } = await post(binary('large'), Buffer.alloc(100 * 1024 * 1024, 32)).catch(
      (error: Error) => ({
        // The connection may be closed before all is sent.
        status: 413,
        text: `dataref ${error.message}`,
      }),
    );
    expect(status).toBe(413);
    expect(text).toMatch(/dataref/);
    expect((await fetch(`${platform.url}/health`)).status).toBe(200);
  });
});

describe('what only the stage can see is in dead letters, with the reason', () => {
  test('data that are not JSON', async () => {
    await post(binary('not-json'), '{"rows": [', BROKER);
    expect((await refusal('not-json')).error).toMatch(/JSON/);
  });

  test('a field of the wrong type', async () => {
    await post(binary('wrong-type'), '{"rows": 5}', BROKER);
    expect(await refusal('wrong-type')).toMatchObject({
      code: 422,
      error: expect.stringMatching(/rows.*array/),
    });
  });

  test('neither rows nor a dataref', async () => {
    await post(binary('nothing'), '{}', BROKER);
    expect((await refusal('nothing')).error).toMatch(/rows|dataref/);
  });

  test('a data set that nobody declared', async () => {
    await post({ ...binary('moon'), 'ce-dataset': 'moon' }, '{"rows": [{"a": 1}]}', BROKER);
    expect((await refusal('moon')).error).toMatch(/no data set "moon"/);
  });

  test('a CSV with columns that nobody declared', async () => {
    await platform.post('header', 'flat,size,colour\n1,2,red\n');
    expect((await refusal('header')).error).toMatch(/colour/);
  });

  test('a truncated gzip, of which not one row is kept', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `${i},${50 + (i % 40)},3,harbour,${900 + i}`);
    const whole = gzipSync(`flat,size,rooms,district,rent\n${rows.join('\n')}\n`);
    await platform.post('truncated', whole.subarray(0, whole.length / 2), { filename: 'rows.csv.gz' });
    expect((await refusal('truncated')).code).toBe(422);
  });

  test.each([
    'http://169.254.169.254/latest',
    's3://other-bucket/key',
    's3://data-raw/../models/x',
    'file:///etc/passwd',
  ])('a dataref to %s', async (dataref) => {
    const id = `ref-${Buffer.from(dataref).toString('hex').slice(0, 20)}`;
    await post({ ...binary(id), 'ce-dataref': dataref }, '{}', BROKER);
    expect((await refusal(id)).error).toContain(dataref);
  });
});

describe('what is taken', () => {
  test('is named in the answer, and followed where that says', async () => {
    const rows = [{ flat: '9001', size: 60, rooms: 3, district: 'harbour', rent: 1000 }];
    const { status, text } = await post(binary('unnamed'), JSON.stringify({ rows }));
    expect(status, text).toBe(202);
    const answer = JSON.parse(text) as { batch: string; dataset: string; status: string };
    expect(answer).toMatchObject({ dataset: 'tiny', status: expect.stringContaining(answer.batch) });
    const report = (await (await fetch(answer.status)).json()) as object;
    expect(report).toMatchObject({ id: answer.batch, dataset: 'tiny', received: 1 });
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('may be packed by %s', async (coding, pack) => {
    const rows = [{ flat: `9003-${coding}`, size: 60, rooms: 3, district: 'harbour', rent: 1000 }];
    const headers = { ...binary(coding), 'ce-subject': coding, 'content-encoding': coding };
    const { status, text } = await post(headers, pack(JSON.stringify({ rows })));
    expect(status, text).toBe(202);
    expect(await platform.batch(coding)).toMatchObject({ received: 1 });
  });

  test('may be the file itself, as curl --data-binary sends it', async () => {
    const headers = { ...binary('posted'), 'content-type': 'text/csv', 'ce-subject': 'posted' };
    const { status, text } = await post(headers, 'flat,size,rooms,district,rent\n9002,60,3,harbour,1000\n');
    expect(status, text).toBe(202);
    expect(await platform.ended('posted')).toMatchObject({ received: 1, clean: 1, deadLetters: [] });
  });
});

test('SQL and HTML in strings are texts, nothing more', async () => {
  const nasty = `'); drop table tiny.clean_data; --`;
  const html = '<script>alert(1)</script>';
  const row = (flat: string, district: string) => ({ flat, size: 60, rooms: 3, district, rent: 1000 });
  const rows = [row('1', nasty), row('2', html), row('3', 'a,"b"\nc'), row('4', '\\N')];
  expect(await postEvent(platform.url, { id: 'nasty', subject: 'nasty', dataset: 'tiny' }, { rows })).toBe(
    202,
  );
  const { clean, received } = await platform.ended('nasty');
  expect({ clean, received }).toEqual({ clean: 4, received: 4 });
  const stored = await platform.sql`select district from tiny.clean_data where batch = 'nasty' order by flat`;
  // A line break is a blank, as any.
  expect(stored.map(({ district }) => district)).toEqual([nasty, html, 'a,"b" c', '\\n']);
});
