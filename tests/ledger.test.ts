/** ingest and clean against a real Postgres and a real object store: nothing is lost, nothing is counted twice. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clean } from '../functions/clean/index.ts';
import { ingest } from '../functions/ingest/index.ts';
import { type Batches, received, startBatches, stored } from './batches.ts';
import { realFile } from './services.ts';

let batches: Batches;
beforeAll(async () => {
  batches = await startBatches();
}, 60_000);
afterAll(() => batches?.stop());

describe('the ledger of the real files', () => {
  const realtor = realFile('realtor.csv.gz');
  it.skipIf(!realtor)(
    'realtor.csv.gz (skipped when ../shared/data is absent)',
    async () => {
      const dataref = await batches.upload('realtor.csv.gz', readFileSync(realtor as string));
      const line = await batches.take('listings', { dataset: 'realtor', dataref });
      // Counted with pandas: 6 prices are null, 22 are under 1,000 and 57 over 10,000,000.
      expect(line).toMatchObject({
        received: 41_752,
        clean: 41_667,
        rejected: 85,
        duplicate: 0,
        reasons: { no_price: 6, price_outside_1000_to_10000000: 79 },
      });
      const again = await batches.take('listings-again', { dataset: 'realtor', dataref });
      expect(again).toMatchObject({ received: 41_752, clean: 0, rejected: 85, duplicate: 41_667 });
      const [row] =
        await batches.sql`select * from realtor.clean_data where batch = 'listings' and row_number = 1`;
      // The first line: 97167.0,for_sale,487880.0,3,3,0.04,1423126.0,Nokomis,Florida,34275,1555.0,
      expect(row).toMatchObject({
        brokered_by: '97167',
        price: 487_880,
        zip_code: '34275',
        prev_sold_date: null,
      });
      expect(row?.price_per_sqft).toBeCloseTo(487_880 / 1555, 9);
      const rejected = await batches.sql`
      select raw from realtor.rejected where batch = 'listings' and reason = 'no_price'`;
      expect(rejected.map(({ raw }) => [raw.price, typeof raw.city])).toEqual(
        Array(6).fill([null, 'string']),
      );
    },
    120_000,
  );

  const diabetes = realFile('diabetes.csv.gz');
  it.skipIf(!diabetes)(
    'diabetes.csv.gz (skipped when ../shared/data is absent)',
    async () => {
      const dataref = await batches.upload('diabetes.csv.gz', readFileSync(diabetes as string));
      // With pandas: 1,491 + 356 + 341 + 5 + 2 + 0 encounters ended in death or hospice.
      expect(await batches.take('encounters', { dataset: 'diabetes', dataref })).toMatchObject({
        received: 91_668,
        clean: 89_473,
        rejected: 2_195,
        duplicate: 0,
        reasons: { died_or_hospice: 2_195 },
      });
      const [split] = await batches.sql`
      select count(*)::int as patients from (
        select patient_nbr from diabetes.clean_data group by 1 having count(distinct bucket) > 1) as torn`;
      expect(split?.patients).toBe(0);
    },
    120_000,
  );
});

const csv = `id,kind,weight,pieces,picked
1,Apple,100.0,2,2024-05-01
001.0, apple ,100,2,2024-05-01
2,pear,,1,2024-05-01
3,pear,heavy,1,
4,pear,0,1,
5,potato,10,1,
6,"<b>fig</b>'; drop table fruit.raw_data; --",7,0,soon
too,few
7,plum,1,2,3,4,5
8,"plum
red",3,2.5,
`;

describe('what happens to a row', () => {
  it('each is clean, a duplicate, or rejected with its reason and its text', async () => {
    expect(await batches.file('rows', csv)).toEqual({
      stage: 'cleaned',
      received: 10,
      clean: 3,
      rejected: 6,
      duplicate: 1,
      reasons: { malformed: 2, no_weight: 1, invalid_weight: 1, weight_not_positive: 1, not_fruit: 1 },
    });
    const rows = await batches.sql`
      select row_number, id, kind, weight, pieces, picked, weight_per_piece from fruit.clean_data
      where batch = 'rows' order by row_number`;
    expect(rows.map((row) => Object.values(row))).toEqual([
      [1, '001', 'apple', 100, 2, new Date('2024-05-01'), 50],
      // A division by 0 is missing, and so is a day that is none.
      [7, '006', "<b>fig</b>'; drop table fruit.raw_data; --", 7, 0, null, null],
      [10, '008', 'plum red', 3, null, null, null],
    ]);
    const rejected = await batches.sql`
      select row_number, reason, raw from fruit.rejected where batch = 'rows' order by row_number`;
    expect(rejected.map((row) => [row.row_number, row.reason])).toEqual([
      [3, 'no_weight'],
      [4, 'invalid_weight'],
      [5, 'weight_not_positive'],
      [6, 'not_fruit'],
      [8, 'malformed'],
      [9, 'malformed'],
    ]);
    expect(rejected[1]?.raw).toEqual({ id: '3', kind: 'pear', weight: 'heavy', pieces: '1', picked: null });
    expect(rejected[4]?.raw).toEqual({ text: 'too,few' });
  });

  it('a row that an earlier batch brought is a duplicate', async () => {
    expect(await batches.file('rows-later', 'id,kind,weight\n1,APPLE,1e2\n1,apple,101\n')).toMatchObject({
      clean: 1,
      duplicate: 1,
    });
  });

  it('raw rows are as they came', async () => {
    const [raw] = await batches.sql`select * from fruit.raw_data where batch = 'rows' and row_number = 2`;
    expect(raw).toMatchObject({
      id: '001.0',
      kind: ' apple ',
      weight: '100',
      origin: 'source',
      raw_text: null,
    });
  });
});

describe('what is sent again', () => {
  it('changes nothing, ten times at once or later', async () => {
    const dataref = await batches.upload('test/again', 'id,kind,weight\n41,sloe,1\n41,sloe,1\n42,sloe,\n');
    const ten = <T>(run: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: 10 }, run));
    const outcomes = await ten(() => ingest.take(received('again', { dataref }), batches.resources));
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    await ten(() => clean.take(stored('again'), batches.resources));
    expect(await ingest.take(received('again', { dataref }), batches.resources)).toBe('done before');
    expect(await clean.take({ ...stored('again'), id: 'another' }, batches.resources)).toBe('done');
    expect(await batches.ledger('fruit', 'again')).toMatchObject({
      received: 3,
      clean: 1,
      rejected: 1,
      duplicate: 1,
    });
    const [raw] = await batches.sql`select count(*)::int as rows from fruit.raw_data where batch = 'again'`;
    expect(raw?.rows).toBe(3);
  });

  it('two batches with the same rows, cleaned at once, share them out', async () => {
    const body = `id,kind,weight\n${Array.from({ length: 500 }, (_, i) => `${i},twin,9`).join('\n')}\n`;
    const ids = ['twin-a', 'twin-b'];
    for (const id of ids)
      await ingest.take(
        received(id, { dataref: await batches.upload(`test/${id}`, body) }),
        batches.resources,
      );
    await Promise.all(ids.map((id) => clean.take(stored(id), batches.resources)));
    const lines = await Promise.all(ids.map((id) => batches.ledger('fruit', id)));
    expect(lines.map((line) => line?.clean).sort()).toEqual([0, 500]);
    expect(lines.map((line) => line?.duplicate).sort()).toEqual([0, 500]);
  });

  it('another event may not bring a batch of the same name', async () => {
    const dataref = await batches.upload('test/same', 'id,kind,weight\n51,date,1\n');
    await ingest.take(received('same', { dataref }), batches.resources);
    await expect(
      ingest.take(received('same-2', { dataref, subject: 'same' }), batches.resources),
    ).rejects.toThrow(/a batch "same" of fruit already/);
  });
});
