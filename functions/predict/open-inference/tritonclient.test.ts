/** Requests as tritonclient makes them, and what it read from our answers (scripts/reference/tritonclient.py). */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { below, seeded } from '../../../shared/ml/random.ts';
import { memoryObjects } from '../fixtures/memory-objects.ts';
import { storeModel } from '../fixtures/models.ts';
import { type TestService, testService } from '../fixtures/service.ts';
import { outputsOf } from './fixtures/outputs.ts';

interface Recorded {
  readonly name: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Base64. */
  readonly body: string;
  /** The same rows as a client of /predict writes them. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly read: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly values: readonly unknown[] }>
  >;
}

const recorded = JSON.parse(
  readFileSync('functions/predict/open-inference/fixtures/tritonclient.json', 'utf8'),
) as readonly Recorded[];
const objects = memoryObjects();

beforeAll(() => storeModel(objects, { dataset: 'realtor', version: 7, production: true }));

const service = (): Promise<TestService> => testService({ objects, dataset: 'realtor', version: 7 });

test.each(recorded)(
  '$name: the rows arrive as they were meant, and are answered as /predict does',
  async (sent) => {
    const realtor = await service();
    const answer = await realtor.ask('POST', sent.path, Buffer.from(sent.body, 'base64'), sent.headers);
    expect(answer.status).toBe(200);
    const rows = sent.rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)),
    );
    const alone = await Promise.all(rows.map((row) => realtor.ask('POST', '/predict', row)));
    const { prediction } = outputsOf(answer);
    expect(prediction?.values).toEqual(alone.map(({ json }) => json.price));
    await realtor.service.log.close();
    expect(realtor.logged.predictions.slice(0, rows.length).map(({ input }) => input)).toEqual(rows);
  },
);

test.each(recorded)('$name: the answer is what the client read', async (sent) => {
  const realtor = await service();
  const answer = await realtor.ask('POST', sent.path, Buffer.from(sent.body, 'base64'), sent.headers);
  const outputs = outputsOf(answer);
  expect(Object.keys(outputs)).toEqual(Object.keys(sent.read));
  for (const [name, { shape, values }] of Object.entries(sent.read)) {
    expect(outputs[name]?.shape).toEqual(shape);
    // Each request without an id gets a new one.
    if (name !== 'request_id') expect(outputs[name]?.values).toEqual(values);
  }
});

test('a request that was damaged on its way is answered or refused with a reason, never a fault of ours', async () => {
  const realtor = await service();
  const random = seeded('damaged');
  const plain = recorded.filter(({ headers }) => headers['content-encoding'] === undefined);
  const seen = new Set<number>();
  for (let round = 0; round < 600; round++) {
    const { path, headers, body } = plain[below(random, plain.length)] as Recorded;
    const bytes = Buffer.from(body, 'base64');
    for (let flips = below(random, 4); flips >= 0; flips--)
      bytes[below(random, bytes.length)] = below(random, 256);
    const damaged = bytes.subarray(0, random() < 0.2 ? below(random, bytes.length) : bytes.length);
    const { status, text } = await realtor.ask('POST', path, damaged, headers);
    expect([200, 400, 413], text).toContain(status);
    seen.add(status);
  }
  expect([...seen]).toEqual(expect.arrayContaining([200, 400]));
});
