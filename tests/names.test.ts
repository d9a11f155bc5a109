/** A batch may be called anything that a URL can name: from the producer to the model, and back to whoever asks. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, startTestPlatform, type TestPlatform } from './platform.ts';
import { tinyBatch } from './tiny.ts';

let platform: TestPlatform;
const folder = mkdtempSync(join(tmpdir(), 'marea-names-'));
beforeAll(async () => {
  platform = await startTestPlatform({ env: { SEARCH_TRIALS: '2' } });
});
afterAll(async () => {
  await platform?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const name = '北京 ü/.. "50 %"';
const path = (id: string): string => `/api/batches/tiny/${encodeURIComponent(id)}`;

test('a name in any script goes through the whole chain and names the batch wherever it is asked for', async () => {
  const batch = tinyBatch({ rows: 1000, seed: 31 });
  expect(await platform.post(name, batch.csv)).toBe(202);
  const { csv: _, ...counts } = batch;
  expect(await platform.ended(name)).toMatchObject({ id: name, ...counts, outcome: 'promoted' });
  expect(await platform.get(`${path(name)}/trace`)).toMatchObject({ id: name, outcome: 'promoted' });
  const { batches } = await platform.get<{ batches: { id: string }[] }>('/api/status?dataset=tiny');
  expect(batches.map(({ id }) => id)).toEqual([name]);
});

test('its dead letter is found by its name', async () => {
  const other = `${name} again`;
  expect(await platform.post(other, 'no table')).toBe(202);
  await eventually(async () => (await platform.batch(other))?.deadLetters.length === 1, 'the dead letter');
  expect((await platform.batch(other))?.deadLetters).toMatchObject([{ batch: other, code: 422 }]);
});

test('the command line offers a batch under such a name, and follows it', async () => {
  const { csv, received } = tinyBatch({ rows: 50, seed: 32, first: 5000 });
  const file = join(folder, 'ü b.csv');
  writeFileSync(file, csv);
  const args = ['--import', 'tsx', 'scripts/ingest.ts', 'tiny', file, '--wait', '--id', `${name}:2`];
  const { stdout } = await promisify(execFile)(process.execPath, [...args, '--to', platform.url]);
  expect(stdout).toContain(String(received));
  expect(await platform.batch(`${name}:2`)).toMatchObject({ received, filename: 'ü b.csv', deadLetters: [] });
});

test.each(['line\nbreak', 'zero\0byte'])('%j is refused at once', async (subject) => {
  const answer = await fetch(`${platform.url}/ingest`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify({
      specversion: '1.0',
      id: 'refused',
      source: '/test',
      type: 'dev.marea.batch.received',
      dataset: 'tiny',
      subject,
      data: { rows: [{}] },
    }),
  });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('subject');
});
