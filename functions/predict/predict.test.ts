import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryObjects } from './fixtures/memory-objects.ts';
import { STATES, storeModel } from './fixtures/models.ts';
import { type TestService, testService } from './fixtures/service.ts';

const house = { bed: 3, bath: 2, house_size: 1800, state: 'Ohio', prev_sold_date: '2015-06-30' };
const objects = memoryObjects();
let realtor: TestService;
let diabetes: TestService;

beforeAll(async () => {
  await storeModel(objects, { dataset: 'realtor', version: 7, production: true });
  await storeModel(objects, { dataset: 'diabetes', version: 2, production: true });
  realtor = await testService({ objects, dataset: 'realtor', version: 7 });
  diabetes = await testService({ objects, dataset: 'diabetes', version: 2 });
});

describe('POST /predict', () => {
  it('answers in the unit of the target, and says which model said so', async () => {
    const { status, json } = await realtor.ask('POST', '/predict', house);
    expect(status).toBe(200);
    expect(json.interval.lower).toBeLessThan(json.price);
    expect(json.interval.upper).toBeGreaterThan(json.price);
    expect(json).toMatchObject({
      interval: { level: 0.9 },
      model_version: 7,
      model_run_id: 'run-7',
    });
    expect(json.features_used).toContain('state_price');
    expect(json.request_id).toMatch(/^[\w-]{36}$/);
  });

  it('a classification gives every class its probability', async () => {
    const { json } = await diabetes.ask('POST', '/predict', { number_inpatient: 2, race: 'Asian' });
    const shares = Object.values<number>(json.probabilities);
    expect(Object.keys(json.probabilities)).toEqual(['<30', '>30', 'NO']);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    expect(json.probabilities[json.label]).toBe(Math.max(...shares));
  });

  it('answers what is missing and what it has never seen, and says so', async () => {
    const { status, json } = await realtor.ask('POST', '/predict', { state: 'Atlantis', pool: true });
    expect(status).toBe(200);
    expect(json.price).toBeGreaterThan(0);
    expect(json.input_summary).toEqual({
      given: ['state'],
      missing: expect.arrayContaining(['bed', 'bath', 'house_size', 'prev_sold_date']),
      unknown: { state: 'Atlantis' },
      ignored: ['pool'],
    });
  });

  it('a field that is nearly right is ignored, with the name that may have been meant', async () => {
    const { status, json } = await realtor.ask('POST', '/predict', { bath: 2, BED: 3, beds: 3, pool: true });
    expect(status).toBe(200);
    expect(json.input_summary).toMatchObject({
      given: ['bath'],
      ignored: ['BED', 'beds', 'pool'],
      suggestions: { BED: 'bed', beds: 'bed' },
    });
    expect(json.input_summary.suggestions).not.toHaveProperty('pool');
  });

  it.each(['/predict', '/explain', '/comparables', '/test_preprocess'])(
    '%s refuses a row that has not one known field, and answers one that has none at all',
    async (path) => {
      const { status, json } = await realtor.ask('POST', path, { beds: 3, price: 5 });
      expect(status).toBe(422);
      expect(json.error).toMatch(
        /not one field is known: "beds" \(did you mean "bed"\?\), "price"; expected any of brokered_by, status, bed/,
      );
      expect((await realtor.ask('POST', path, {})).status).not.toBe(422);
    },
  );

  it('a text and a name are what they are in a file: composed, with single blanks', async () => {
    const plain = await realtor.ask('POST', '/test_preprocess', { city: 'S\u00e3o Paulo', bed: 3 });
    const odd = await realtor.ask('POST', '/test_preprocess', {
      '\ufeffcity ': ' Sa\u0303o\u00a0 Pau\u200blo',
      bed: 3,
    });
    expect(plain.json.normalised.city).toBe('S\u00e3o Paulo');
    expect(odd.json).toEqual(plain.json);
  });

  it('says how to write a number or a day that nobody can be sure of', async () => {
    const { json } = await realtor.ask('POST', '/predict', {
      house_size: '1,555',
      prev_sold_date: '22/3/2022',
    });
    expect(json.detail).toEqual([
      {
        field: 'house_size',
        message: 'expected a number, got "1,555"; write 1555 or 1.555',
        value: '1,555',
      },
      {
        field: 'prev_sold_date',
        message:
          'expected a day such as "2022-03-31" or in the order month/day/year, got "22/3/2022"; write "2022-03-22"',
        value: '22/3/2022',
      },
    ]);
  });

  it('the same value in another spelling gets the same answer', async () => {
    const spelled = { ...house, bed: '3', house_size: '1800.0' };
    const answers = await Promise.all([house, spelled].map((row) => realtor.ask('POST', '/predict', row)));
    expect(answers[0]?.json.price).toBe(answers[1]?.json.price);
  });

  it('keeps the id that the caller gave, unless it is no id', async () => {
    const given = await realtor.ask('POST', '/predict', house, { 'x-request-id': 'order-17' });
    expect(given.json.request_id).toBe('order-17');
    const odd = await realtor.ask('POST', '/predict', house, {
      'x-request-id': "'; drop table",
    });
    expect(odd.json.request_id).toMatch(/^[\w-]{36}$/);
  });

  it('422 names every bad field at once', async () => {
    const { status, json } = await realtor.ask('POST', '/predict', {
      bed: 'many',
      bath: -1,
      city: { name: 'Perth' },
      state: 'Ohio',
    });
    expect(status).toBe(422);
    expect(json.detail.map(({ field }: { field: string }) => field).sort()).toEqual(['bath', 'bed', 'city']);
    expect(json.detail[0]).toMatchObject({ message: expect.any(String), value: 'many' });
  });

  it.each([
    ['not JSON', 'bed=3', 400],
    ['nothing', '', 400],
    ['a list', [house], 422],
    ['null', 'null', 422],
    ['a number beyond all numbers', '{"bed": 1e999}', 422],
    ['too much', { city: 'x'.repeat(70_000) }, 413],
    ['a text that is too long', { city: 'x'.repeat(10_001) }, 422],
    ['too many fields', Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`f${i}`, 1])), 422],
    ['what is nested too deep', `{"bed": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 400],
  ])('%s is refused', async (_, body, expected) => {
    const { status, json } = await realtor.ask('POST', '/predict', body);
    expect(status).toBe(expected);
    expect(json.error).toEqual(expect.any(String));
  });

  it.each(['/predict', '/explain', '/comparables', '/test_preprocess', '/feedback', '/batch_predict'])(
    '%s takes nothing that a page of another site can send without being asked',
    async (path) => {
      const body = Buffer.from(JSON.stringify(house));
      for (const type of [
        'text/plain',
        'multipart/form-data; boundary=x',
        'application/x-www-form-urlencoded',
      ])
        expect((await realtor.ask('POST', path, body, { 'content-type': type })).status).toBe(415);
      expect((await realtor.ask('POST', path, body)).status).toBe(415);
    },
  );

  it('a form posted to /reload is refused', async () => {
    const headers = { 'content-type': 'text/plain' };
    expect((await realtor.ask('POST', '/reload', undefined, headers)).status).toBe(415);
  });

  it.each([
    ['half a character', 'Spring\ud800field'],
    ['a zero', 'Spring\u0000field'],
  ])('%s in a text is replaced, in the answer and in the log', async (_, city) => {
    const fresh = await testService({ objects, dataset: 'realtor', version: 7 });
    const { status, json } = await fresh.ask('POST', '/predict', { ...house, city });
    expect([status, json.input_summary.given]).toEqual([200, expect.arrayContaining(['city'])]);
    await fresh.service.log.close();
    expect(fresh.logged.predictions[0]?.input.city).toBe('Spring\ufffdfield');
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('takes a body in %s', async (coding, pack) => {
    const { json } = await realtor.ask('POST', '/predict', pack(JSON.stringify(house)), {
      'content-type': 'application/json',
      'content-encoding': coding,
    });
    expect(json.price).toBe((await realtor.ask('POST', '/predict', house)).json.price);
  });

  it('a packed body has the limit of a plain one', async () => {
    const long = gzipSync(JSON.stringify({ city: 'x'.repeat(70_000) }));
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    expect((await realtor.ask('POST', '/predict', long, headers)).status).toBe(413);
  });

  it('reads a byte order mark and what the charset says, and never mangles a city', async () => {
    const row = { ...house, city: 'São Paulo' };
    const inputOf = async (body: Buffer, charset: string) => {
      const headers = { 'content-type': `application/json${charset}` };
      const { status, json } = await realtor.ask('POST', '/test_preprocess', body, headers);
      return [status, json.normalised?.city];
    };
    const text = JSON.stringify(row);
    expect(await inputOf(Buffer.from(`\uFEFF${text}`), '')).toEqual([200, 'São Paulo']);
    expect(await inputOf(Buffer.from(text, 'latin1'), '; charset=iso-8859-1')).toEqual([200, 'São Paulo']);
    expect(await inputOf(Buffer.from(text, 'latin1'), '')).toEqual([400, undefined]);
    expect(await inputOf(Buffer.from(text), '; charset=utf-7')).toEqual([415, undefined]);
  });

  it('503 while there is no model', async () => {
    const empty = await testService({ objects: memoryObjects(), dataset: 'realtor', version: 'production' });
    expect(await empty.ask('POST', '/predict', house)).toMatchObject({
      status: 503,
      text: expect.stringContaining('no model yet'),
    });
    expect((await empty.ask('GET', '/health')).json).toMatchObject({
      status: 'degraded',
      model_loaded: false,
    });
    expect((await empty.ask('GET', '/ready')).status).toBe(503);
  });
});

describe('the same row has the same answer', () => {
  const rows = Array.from({ length: 1300 }, (_, i) => ({
    bed: (i % 7) + 1,
    bath: i % 3 === 0 ? null : (i % 5) + 0.5,
    house_size: 400 + 13 * i,
    state: [...STATES, 'Atlantis', null][i % 5],
  }));

  it('alone, together with others in one turn, in a batch, and from another replica', async () => {
    const batch = (await realtor.ask('POST', '/batch_predict', rows)).json.predictions;
    const prices: number[] = batch.map(({ price }: { price: number }) => price);
    const some = rows.slice(0, 300);
    const together = await Promise.all(some.map((row) => realtor.ask('POST', '/predict', row)));
    expect(together.map(({ json }) => json.price)).toEqual(prices.slice(0, 300));
    const replica = await testService({ objects, dataset: 'realtor', version: 7 });
    for (const at of [0, 1, 499, 500, 1299])
      expect((await replica.ask('POST', '/predict', rows[at])).json.price).toBe(prices[at]);
  });
});

describe('the inference log', () => {
  it('has what was asked and answered', async () => {
    const fresh = await testService({ objects, dataset: 'realtor', version: 7 });
    const { json } = await fresh.ask('POST', '/predict', { ...house, pool: true });
    await fresh.ask('POST', '/batch_predict', [house, house], { 'x-request-id': 'many' });
    await fresh.ask('POST', '/feedback', { request_id: json.request_id, actual: 250_000 });
    await fresh.service.log.close();
    expect(fresh.logged.predictions).toHaveLength(3);
    expect(fresh.logged.predictions[0]).toMatchObject({
      requestId: json.request_id,
      modelVersion: 7,
      input: house,
      output: { price: json.price },
    });
    expect(fresh.logged.predictions.map(({ requestId }) => requestId).slice(1)).toEqual(['many-0', 'many-1']);
    expect(fresh.logged.feedback).toMatchObject([{ requestId: json.request_id, actual: 250_000 }]);
  });

  it('feedback must name a prediction and a value of the target', async () => {
    const { status, json } = await realtor.ask('POST', '/feedback', { request_id: '', actual: 'dear' });
    expect(status).toBe(422);
    expect(json.detail.map(({ field }: { field: string }) => field)).toEqual(['request_id', 'actual']);
    const classes = await diabetes.ask('POST', '/feedback', { request_id: 'a', actual: 'NO' });
    expect(classes.status).toBe(202);
  });
});
