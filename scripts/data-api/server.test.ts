import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { KEYS, type Listing } from '../../functions/console/sample/source.ts';
import { realFile } from '../../tests/services.ts';
import { type DataApi, startDataApi } from './server.ts';

const folder = mkdtempSync(join(tmpdir(), 'marea-data-api-'));
afterAll(() => rmSync(folder, { recursive: true }));

let api: DataApi;
afterEach(() => api.stop());

const ask = (path: string): Promise<Response> => fetch(api.url + path);
const batch = async (query = 'group_number=1&day=Tuesday') =>
  (await (await ask(`/data?${query}`)).json()) as {
    group_number: number;
    batch_number: number;
    data: Listing[];
  };

describe('the contract of the external data API', () => {
  it('hands out numbered batches of listings with the 12 keys', async () => {
    api = await startDataApi({ batches: 2, rows: 2500 });
    const first = await batch();
    expect(Object.keys(first)).toEqual(['group_number', 'batch_number', 'data']);
    expect(first).toMatchObject({ group_number: 1, batch_number: 1 });
    expect(first.data).toHaveLength(2500);
    for (const listing of first.data) expect(Object.keys(listing)).toEqual([...KEYS]);
    expect((await batch()).batch_number).toBe(2);
  });

  it('answers 400 with a detail when exhausted, until it is restarted', async () => {
    api = await startDataApi({ batches: 1, rows: 10 });
    const first = await batch();
    const exhausted = await ask('/data?group_number=1&day=Tuesday');
    expect(exhausted.status).toBe(400);
    expect(await exhausted.json()).toEqual({ detail: expect.any(String) });
    const restarted = await ask('/restart_data_generation?group_number=1&day=Tuesday');
    expect(await restarted.json()).toEqual({ ok: true });
    expect(await batch()).toEqual(first);
  });

  it('keeps a sequence for each group and day', async () => {
    api = await startDataApi({ batches: 1, rows: 10 });
    const numbers = [
      await batch('group_number=1&day=Tuesday'),
      await batch('group_number=2&day=Tuesday'),
      await batch('group_number=1&day=Wednesday'),
    ].map((answer) => answer.batch_number);
    expect(numbers).toEqual([1, 1, 1]);
  });

  it.each(['/data', '/data?group_number=x&day=Tuesday', '/data?group_number=1'])(
    'answers 422 to %s',
    async (path) => {
      api = await startDataApi({ batches: 1, rows: 1 });
      expect((await ask(path)).status).toBe(422);
    },
  );

  it('says that made-up data are synthetic', async () => {
    api = await startDataApi({ batches: 1, rows: 1 });
    expect(api.synthetic).toBe(true);
    expect(api.description).toContain('synthetic');
    expect((await ask('/data?group_number=1&day=Tuesday')).headers.get('x-synthetic-data')).toBe('true');
  });
});

describe('a file as the source', () => {
  const rows = [
    '6016.0,for_sale,100000.0,3,2,0.1,7.0,"Winston, Salem",Ohio,00718,900.0,',
    ',sold,,,,,,,Ohio,,,2020-01-02',
  ];
  const csv = `${KEYS.join(',')}\r\n${rows.join('\r\n')}\r\n`;

  it('is cut into batches, with null for what is missing', async () => {
    const file = join(folder, 'two.csv.gz');
    writeFileSync(file, gzipSync(csv));
    api = await startDataApi({ file, rows: 1 });
    expect(api.synthetic).toBe(false);
    expect((await batch()).data).toEqual([
      {
        brokered_by: 6016,
        status: 'for_sale',
        price: 100000,
        bed: 3,
        bath: 2,
        acre_lot: 0.1,
        street: 7,
        city: 'Winston, Salem',
        state: 'Ohio',
        zip_code: '00718',
        house_size: 900,
        prev_sold_date: null,
      },
    ]);
    expect((await batch()).data[0]).toMatchObject({
      brokered_by: null,
      price: null,
      prev_sold_date: '2020-01-02',
    });
    expect((await ask('/data?group_number=1&day=Tuesday')).status).toBe(400);
  });

  it('is refused when it is not there or has another header', async () => {
    api = await startDataApi({ batches: 1, rows: 1 });
    await expect(startDataApi({ file: join(folder, 'none.csv') })).rejects.toThrow(/ENOENT/);
    const file = join(folder, 'other.csv');
    writeFileSync(file, 'a,b\n1,2\n');
    await expect(startDataApi({ file })).rejects.toThrow(/none of the columns brokered_by/);
  });

  const real = realFile('realtor.csv.gz');
  it.skipIf(!real)('hands out every row of the real file (skipped where it is absent)', async () => {
    api = await startDataApi({
      ...(real ? { file: real } : {}),
      rows: 20_000,
    });
    const sizes = [await batch(), await batch(), await batch()].map(({ data }) => data.length);
    expect(sizes).toEqual([20_000, 20_000, 1_752]);
    expect((await ask('/data?group_number=1&day=Tuesday')).status).toBe(400);
  });
});
