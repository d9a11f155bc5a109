import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryObjects } from './fixtures/memory-objects.ts';
import { storeModel } from './fixtures/models.ts';
import { type TestService, testService } from './fixtures/service.ts';

const house = { bed: 3, bath: 2, house_size: 1800, state: 'Ohio', prev_sold_date: '2015-06-30' };
const objects = memoryObjects();
let realtor: TestService;

beforeAll(async () => {
  await storeModel(objects, { dataset: 'realtor', version: 7, production: true });
  realtor = await testService({ objects, dataset: 'realtor', version: 7 });
});

describe('POST /batch_predict', () => {
  it('answers in order, with the input of each', async () => {
    const rows = Array.from({ length: 1203 }, (_, i) => ({ bed: i % 9, house_size: i }));
    const { json } = await realtor.ask('POST', '/batch_predict', rows);
    expect(json.predictions.map(({ input }: { input: object }) => input)).toEqual(rows);
    expect(json.model_version).toBe(7);
    expect(json.predictions[0].interval.level).toBe(0.9);
  });

  it('says of each row what /predict says, and nothing of rows of which there is nothing to say', async () => {
    const rows = [house, { ...house, state: 'Atlantis' }, { bath: 2, BED: 3, pool: 1 }, {}];
    const { json } = await realtor.ask('POST', '/batch_predict', rows);
    const told = json.predictions.map((one: { input_summary?: object }) => one.input_summary);
    expect(told).toEqual([
      undefined,
      { unknown: { state: 'Atlantis' } },
      { ignored: ['BED', 'pool'], suggestions: { BED: 'bed' } },
      undefined,
    ]);
    for (const [index, row] of rows.entries()) {
      const alone = (await realtor.ask('POST', '/predict', row)).json;
      expect(alone.input_summary).toMatchObject(told[index] ?? { unknown: {}, ignored: [] });
      expect(json.predictions[index].price).toBe(alone.price);
    }
    expect(json.predictions[2].input).toEqual({ bath: 2 });
  });

  it.each(['/batch_predict', '/batch_explain'])(
    '%s refuses a row that has not one known field',
    async (path) => {
      const csv = await realtor.ask('POST', path, 'rooms,baths\n3,2\n', { 'content-type': 'text/csv' });
      expect(csv.status).toBe(422);
      const { status, json } = await realtor.ask('POST', path, [house, { beds: 3 }]);
      expect(status).toBe(422);
      expect(json.detail).toEqual([
        {
          row: 1,
          field: '',
          message: expect.stringMatching(
            /^not one field is known: "beds" \(did you mean "bed"\?\); expected any of/,
          ),
          value: 'an object',
        },
      ]);
    },
  );

  it('reads JSON, NDJSON and CSV alike', async () => {
    const rows = [house, { ...house, bed: 5, state: 'Puerto Rico' }, { bed: 1 }];
    const csv =
      'bed,bath,house_size,state,prev_sold_date\r\n3,2,1800,Ohio,2015-06-30\n5,2,1800,"Puerto Rico",2015-06-30\n1,,,,';
    const answers = await Promise.all([
      realtor.ask('POST', '/batch_predict', rows),
      realtor.ask('POST', '/batch_predict', rows.map((row) => JSON.stringify(row)).join('\n'), {
        'content-type': 'application/x-ndjson',
      }),
      realtor.ask('POST', '/batch_predict', csv, {
        'content-type': 'text/csv; charset=utf-8',
      }),
    ]);
    const prices = answers.map(({ json }) => json.predictions.map(({ price }: { price: number }) => price));
    expect(prices[0]).toHaveLength(3);
    expect(prices[1]).toEqual(prices[0]);
    expect(prices[2]).toEqual(prices[0]);
  });

  it.each([
    ['application/json', (rows: object[]) => JSON.stringify(rows)],
    ['application/x-ndjson', (rows: object[]) => rows.map((row) => JSON.stringify(row)).join('\n')],
  ])('%s is read in its charset and its coding', async (type, written) => {
    const text = written([{ ...house, city: 'São Paulo' }]);
    const cityOf = async (body: Buffer, headers: Record<string, string>) =>
      (await realtor.ask('POST', '/batch_predict', body, headers)).json.predictions?.[0].input.city;
    expect(await cityOf(Buffer.from(text, 'latin1'), { 'content-type': `${type}; charset=iso-8859-1` })).toBe(
      'São Paulo',
    );
    const packed = gzipSync(`\uFEFF${text}`);
    expect(await cityOf(packed, { 'content-type': type, 'content-encoding': 'gzip' })).toBe('São Paulo');
    const mangled = await realtor.ask('POST', '/batch_predict', Buffer.from(text, 'latin1'), {
      'content-type': type,
    });
    expect([mangled.status, mangled.json.error]).toEqual([400, expect.stringContaining('not UTF-8')]);
  });

  it('answers line by line when asked to', async () => {
    const { text, headers } = await realtor.ask('POST', '/batch_predict', [house, house], {
      accept: 'application/x-ndjson',
    });
    expect(headers['content-type']).toBe('application/x-ndjson');
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).price),
    ).toHaveLength(2);
  });

  it('413 for more rows than one answer may have', async () => {
    const body = `[${'{},'.repeat(100_000)}{}]`;
    expect((await realtor.ask('POST', '/batch_predict', body)).status).toBe(413);
  });

  it('no rows have no predictions', async () => {
    expect((await realtor.ask('POST', '/batch_predict', [])).json.predictions).toEqual([]);
  });

  it('422 names the rows with their bad fields, and answers none', async () => {
    const { status, json } = await realtor.ask('POST', '/batch_predict', [
      house,
      { bed: 'x' },
      5,
      { bath: [] },
    ]);
    expect(status).toBe(422);
    expect(json.detail.map(({ row, field }: { row: number; field: string }) => [row, field])).toEqual([
      [1, 'bed'],
      [2, ''],
      [3, 'bath'],
    ]);
  });

  it.each([
    ['{"bed": 3}', 'application/json', 400],
    ['[{"bed": 3},', 'application/json', 400],
    ['a,a\n1,2', 'text/csv', 400],
    ['<rows/>', 'application/xml', 415],
  ])('%s as %s is refused', async (body, type, expected) => {
    expect((await realtor.ask('POST', '/batch_predict', body, { 'content-type': type })).status).toBe(
      expected,
    );
  });
});
