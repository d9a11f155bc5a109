import { beforeAll, describe, expect, test } from 'vitest';
import { memoryObjects } from '../fixtures/memory-objects.ts';
import { storeModel } from '../fixtures/models.ts';
import { type Answered, type TestService, testService } from '../fixtures/service.ts';
import { outputsOf } from './fixtures/outputs.ts';

let realtor: TestService;
let diabetes: TestService;

beforeAll(async () => {
  const objects = memoryObjects();
  await storeModel(objects, { dataset: 'realtor', version: 7, production: true });
  await storeModel(objects, { dataset: 'diabetes', version: 2, production: true });
  realtor = await testService({ objects, dataset: 'realtor', version: 7 });
  diabetes = await testService({ objects, dataset: 'diabetes', version: 2 });
});

interface Sent {
  readonly name?: string;
  readonly datatype?: string;
  readonly shape?: readonly unknown[];
  readonly data?: unknown;
  readonly bytes?: Buffer;
  /** What is said of them. */
  readonly size?: unknown;
}

/** As the protocol lays it out: the JSON, then the bytes of each tensor. */
function infer(sent: readonly Sent[], rest: object = {}, length?: string): Promise<Answered> {
  const inputs = sent.map(
    ({ name = 'bed', datatype = 'FP32', shape = [1, 1], data, bytes, size = bytes?.length }) => ({
      ...{ name, datatype, shape, data },
      ...(size === undefined ? {} : { parameters: { binary_data_size: size } }),
    }),
  );
  const json = Buffer.from(JSON.stringify({ inputs, ...rest }));
  const body = Buffer.concat([json, ...sent.map(({ bytes = Buffer.alloc(0) }) => bytes)]);
  const headers = { 'inference-header-content-length': length ?? String(json.length) };
  return realtor.ask('POST', '/v2/models/realtor/infer', body, headers);
}

const floats = (...values: number[]): Buffer => Buffer.from(new Float32Array(values).buffer);
const texts = (...values: (string | Buffer)[]): Buffer =>
  Buffer.concat(
    values.flatMap((value) => {
      const bytes = Buffer.from(value as string);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(bytes.length);
      return [length, bytes];
    }),
  );

describe('sizes are checked before a value is read', () => {
  const one = { bytes: floats(3) };
  const state = { name: 'state', datatype: 'BYTES' };
  test.each<[string, readonly Sent[], string]>([
    [
      'fewer bytes than said',
      [{ bytes: floats(3), size: 8, shape: [2] }],
      'has a binary_data_size of 8, but 4 bytes came',
    ],
    ['more bytes than said', [{ bytes: floats(3, 4), size: 4 }], 'name 4 bytes of binary data, 8 came'],
    ['another size than the shape has', [{ bytes: floats(3, 4) }], 'has 8 bytes, 1 rows of FP32 have 4'],
    ['a size below nothing', [{ bytes: floats(3), size: -4 }], 'is no number of bytes'],
    ['a size beyond all numbers', [{ bytes: floats(3), size: 1e300 }], 'is no number of bytes'],
    ['half a row', [{ bytes: floats(3), shape: [1.5, 1] }], 'has shape [1.5,1]'],
    ['rows below none', [{ bytes: floats(3), shape: [-1, 1] }], 'has shape [-1,1]'],
    ['wide rows', [{ bytes: floats(3, 4), shape: [1, 2] }], 'has shape [1,2]'],
    ['data twice', [{ bytes: floats(3), data: [3] }], 'both "data" and binary_data_size'],
    [
      'a text longer than its tensor',
      [{ ...state, bytes: Buffer.from('ffffffff', 'hex') }],
      'which are not 1 texts',
    ],
    ['a text cut off', [{ ...state, bytes: texts('Ohio').subarray(0, 6) }], 'which are not 1 texts'],
    ['more texts than rows', [{ ...state, bytes: texts('Ohio', 'Ohio') }], 'which are not 1 texts'],
    [
      'a length cut off',
      [{ ...state, shape: [2], bytes: texts('Ohio').subarray(0, 9) }],
      'which are not 2 texts',
    ],
    ['no UTF-8', [one, { ...state, bytes: texts(Buffer.from([0xe3])) }], 'not UTF-8 in row 0'],
    ['a datatype that is none', [{ datatype: 'FP8', bytes: floats(3) }], 'has datatype "FP8"'],
    [
      'unequal rows',
      [one, { ...state, shape: [2], bytes: texts('Ohio', 'Ohio') }],
      'has 2 rows, "bed" has 1',
    ],
    ['an input twice', [one, one], 'is given twice'],
  ])('%s is refused', async (_, sent, message) => {
    const { status, json } = await infer(sent);
    expect([status, json.error]).toEqual([400, expect.stringContaining(message)]);
  });

  test.each(['999999', '-1', '1e1', '', 'x'])('a length of the JSON of "%s" is refused', async (length) => {
    const { status, json } = await infer([one], {}, length);
    expect([status, json.error]).toEqual([400, expect.stringContaining('inference-header-content-length')]);
  });

  test('a million rows are refused, however few bytes say so', async () => {
    const many = { datatype: 'BOOL', shape: [1_000_000, 1] };
    expect((await infer([{ ...many, bytes: Buffer.alloc(1_000_000) }])).status).toBe(413);
    expect((await infer([{ ...many, size: 1_000_000 }])).status).toBe(413);
    const listed = {
      inputs: [{ name: 'bed', ...many, datatype: 'FP32', data: new Array(1_000_000).fill(1) }],
    };
    const { status, json } = await realtor.ask('POST', '/v2/models/realtor/infer', listed);
    expect([status, json.error]).toEqual([
      413,
      'more than 100000 rows (1000000); send them in several requests',
    ]);
  });
});

describe('what is made to do harm is refused', () => {
  const INFER = '/v2/models/realtor/infer';
  const input = { name: 'bed', datatype: 'FP32', shape: [1, 1], data: [3] };
  const asked = (body: unknown, headers = {}) => realtor.ask('POST', INFER, body, headers);
  const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

  test.each<[string, unknown, RegExp]>([
    ['a shape of 10,000 lists', JSON.stringify({ inputs: [input] }).replace('[1,1]', deep(10_000)), /nested/],
    [
      'a shape of 50 lists',
      JSON.stringify({ inputs: [input] }).replace('[1,1]', deep(50)),
      /has shape a list/,
    ],
    ['a name that is no text', { inputs: [{ ...input, name: { toString: 1 } }] }, /must have a name/],
    [
      'an output whose name is no text',
      { inputs: [input], outputs: [{ name: { toString: 1 } }] },
      /an object/,
    ],
    [
      'the same output again and again',
      { inputs: [input], outputs: Array(9).fill({ name: 'raw' }) },
      /9 outputs/,
    ],
    ['more inputs than the model has', { inputs: Array(1000).fill(input) }, /1000 inputs/],
  ])('%s', async (_, body, message) => {
    const { status, json } = await asked(body);
    expect([status, json.error]).toEqual([400, expect.stringMatching(message)]);
  });

  test('NaN beside a text without an end, at once: each letter of it would double the time', async () => {
    for (const text of ['a'.repeat(100_000), '\\"'.repeat(100_000)]) {
      const { status, json } = await asked(`{"inputs": NaN, "id": "${text}`);
      expect([status, json.error]).toEqual([400, expect.stringContaining('not JSON')]);
    }
  });

  test.each([
    ['text/plain', {}, 415],
    ['application/x-www-form-urlencoded', {}, 415],
    [undefined, { origin: 'https://elsewhere.example' }, 415],
    [undefined, {}, 200],
    ['application/octet-stream', { origin: 'https://elsewhere.example' }, 200],
  ])('a body of type %s, with %j, is answered %i', async (type, more, status) => {
    const headers = { ...(type === undefined ? {} : { 'content-type': type }), ...more };
    expect((await asked(Buffer.from(JSON.stringify({ inputs: [input] })), headers)).status).toBe(status);
  });
});

describe('values are checked as those of /predict', () => {
  test('every bad one is named with its row, and the first in the message', async () => {
    const { status, json } = await infer([
      { shape: [4], bytes: floats(3, 5000, Number.NaN, Number.POSITIVE_INFINITY) },
      { name: 'prev_sold_date', shape: [4], bytes: floats(16616, 16616.5, 1e9, Number.NaN) },
    ]);
    expect(status).toBe(400);
    expect(json.error).toMatch(/^row 1: bed: expected 0 to 1000, got 5000 \(and 3 more\)$/);
    expect(json.detail.map(({ row, field }: { row: number; field: string }) => [row, field])).toEqual([
      [1, 'bed'],
      [1, 'prev_sold_date'],
      [2, 'prev_sold_date'],
      [3, 'bed'],
    ]);
  });
});

describe('outputs', () => {
  const bed = { bytes: floats(3) };
  const parameters = { binary_data_output: true };

  test('are in JSON without a word, and in binary where that is said, of each or of all', async () => {
    const isJson = async (rest: object) => {
      const answer = await infer([bed], rest);
      expect(Object.keys(outputsOf(answer))).toContain('prediction');
      return answer.headers['inference-header-content-length'] === undefined;
    };
    const wanted = (binary?: boolean) => ({ name: 'prediction', parameters: { binary_data: binary } });
    expect(await isJson({})).toBe(true);
    expect(await isJson({ parameters })).toBe(false);
    expect(await isJson({ outputs: [wanted(true)] })).toBe(false);
    expect(await isJson({ parameters, outputs: [wanted()] })).toBe(false);
    expect(await isJson({ parameters, outputs: [wanted(false)] })).toBe(true);
  });

  test('texts and numbers of a classification come in binary, missing features as NaN', async () => {
    const inputs = [{ name: 'race', shape: [1, 1], datatype: 'BYTES', data: ['Asian'] }];
    const ask = async (rest: object) =>
      outputsOf(await diabetes.ask('POST', '/v2/models/diabetes/infer', { inputs, outputs, ...rest }));
    const outputs = ['label', 'probabilities', 'features'].map((name) => ({ name }));
    const inJson = await ask({});
    expect(inJson.features?.values).toEqual([null, 1, 0]);
    expect(await ask({ parameters })).toEqual(inJson);
  });

  test('that cannot be had in that way are refused', async () => {
    for (const said of [{ classification: 2 }, { shared_memory_region: 'x' }])
      expect((await infer([bed], { outputs: [{ name: 'prediction', parameters: said }] })).status).toBe(400);
  });
});

test('many rows are answered as few are, and others are served in between', async () => {
  const rows = 3001;
  const values = Array.from({ length: rows }, (_, row) => row % 9);
  let answered = false;
  let served = 0;
  const many = infer([{ shape: [rows, 1], bytes: floats(...values) }], {
    parameters: { binary_data_output: true },
  });
  many.finally(() => {
    answered = true;
  });
  while (!answered) {
    await new Promise((resolve) => setImmediate(resolve));
    served += 1;
  }
  const { prediction, request_id } = outputsOf(await many);
  const few =
    outputsOf(await infer([{ shape: [9], data: [0, 1, 2, 3, 4, 5, 6, 7, 8] }])).prediction?.values ?? [];
  expect(prediction?.values).toEqual(values.map((bedrooms) => few[bedrooms]));
  expect(new Set(request_id?.values).size).toBe(rows);
  // At least once for each 500 rows.
  expect(served).toBeGreaterThanOrEqual(6);
});

test('no rows have no answers', async () => {
  const { prediction, request_id } = outputsOf(await infer([{ shape: [0, 1], bytes: Buffer.alloc(0) }]));
  expect([prediction?.values, request_id?.values]).toEqual([[], []]);
});
