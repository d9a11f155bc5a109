/** Batches with values that are there and cannot be read: counted, told, and held where they are too many. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clean } from '../functions/clean/index.ts';
import { cleanRows } from '../functions/clean/rows.ts';
import { datasetNamed } from '../shared/datasets/index.ts';
import { lockedBatch } from '../shared/runtime/gone.ts';
import { type Batches, startBatches, stored } from './batches.ts';

let batches: Batches;
beforeAll(async () => {
  batches = await startBatches();
}, 60_000);
afterAll(() => batches?.stop());

/** Rows of fruit, the first of them with a day that is none. */
function csv(rows: number, unreadable: number, first = 100): string {
  const day = (row: number): string => (row < unreadable ? `day ${row}` : '2024-05-01');
  const lines = Array.from({ length: rows }, (_, row) => `${first + row},plum,${row + 1},${day(row)}`);
  return `id,kind,weight,picked\n${lines.join('\n')}\n`;
}

const lineOf = async (id: string) => {
  const [line] = await batches.sql`
    select stage, outcome, reason, held, unreadable, ended_at from marea.batches where dataset = 'fruit' and id = ${id}`;
  return line;
};
const cleanRowsOf = async (id: string) => {
  const [counted] = await batches.sql`
    select count(*)::int as rows from fruit.clean_data where batch = ${id}`;
  return counted?.rows;
};
const told = async (id: string) => {
  const [counted] = await batches.sql`
    select count(*)::int as events from marea.outbox
    where event->>'type' = 'dev.marea.batch.cleaned' and event->'data'->>'batch' = ${id}`;
  return counted?.events;
};

describe('a batch of which a column cannot be read', () => {
  it('is held: counted as it would be, its rows kept apart, its chain at its end, nobody told', async () => {
    expect(await batches.file('vague', csv(40, 6))).toMatchObject({ received: 40, clean: 40, duplicate: 0 });
    const line = await lineOf('vague');
    expect(line).toMatchObject({
      stage: 'ended',
      outcome: 'held',
      unreadable: { picked: { values: 6, of: 40, examples: ['day 0', 'day 1', 'day 2'] } },
    });
    expect(line?.held).toContain('Picked (picked): 6 of 40 values, such as "day 0", "day 1", "day 2"');
    expect(line?.reason).toBe(line?.held);
    expect(line?.ended_at).toBeInstanceOf(Date);
    expect([await cleanRowsOf('vague'), await told('vague')]).toEqual([0, 0]);
  });

  it('stays held when its event comes again', async () => {
    expect(await clean.take({ ...stored('vague'), id: 'another' }, batches.resources)).toBe('done');
    expect([await cleanRowsOf('vague'), await told('vague')]).toEqual([0, 0]);
  });

  it('takes no rows from the mended file that comes after it', async () => {
    expect(await batches.file('mended', csv(40, 0))).toMatchObject({ clean: 40, duplicate: 0 });
    expect([await cleanRowsOf('mended'), await told('mended')]).toEqual([40, 1]);
  });
});

describe('a batch whose columns are written otherwise', () => {
  const american = `id,kind,weight,picked
601,plum,"1,234.5",3/22/2024
602,plum,7,4/1/2024
602,plum,7,4/1/2024
603,potato,"2,000",4/2/2024
604,plum,heavy,4/3/2024
605,plum,"12,345,678.25",12/31/2024
`;

  it('is read in the forms on which all values of a column agree, and each row is counted once', async () => {
    expect(await batches.file('american', american)).toMatchObject({
      received: 6,
      clean: 3,
      rejected: 2,
      duplicate: 1,
      reasons: { not_fruit: 1, invalid_weight: 1 },
    });
    const [line] = await batches.sql`
      select forms, unreadable, held from marea.batches where dataset = 'fruit' and id = 'american'`;
    expect(line).toEqual({
      forms: {
        weight: { kind: 'number', style: '1,234.5' },
        picked: { kind: 'day', order: 'month/day/year' },
      },
      unreadable: { weight: { values: 1, of: 6, examples: ['heavy'] } },
      held: null,
    });
    const rows = await batches.sql`
      select row_number, weight, picked from fruit.clean_data where batch = 'american' order by row_number`;
    expect(rows.map((row) => Object.values(row))).toEqual([
      [1, 1234.5, new Date('2024-03-22')],
      [2, 7, new Date('2024-04-01')],
      [6, 12_345_678.25, new Date('2024-12-31')],
    ]);
  });

  it('is the same batch as one that is written plainly', async () => {
    const plain = 'id,kind,weight,picked\n601,plum,1234.5,2024-03-22\n605,plum,12345678.25,2024-12-31\n';
    expect(await batches.file('plain', plain)).toMatchObject({ clean: 0, duplicate: 2 });
  });

  it('is read in them again when it is cleaned again, and nothing is stored twice', async () => {
    await batches.sql`delete from fruit.clean_data where batch = 'american' and row_number > 1`;
    const cleaned = await batches.sql.begin(async (sql) => {
      const stored = await lockedBatch({ sql, dataset: datasetNamed('fruit') }, 'american');
      return await cleanRows({ sql, pool: batches.sql, dataset: datasetNamed('fruit') }, stored, {
        again: true,
      });
    });
    expect(cleaned).toMatchObject({ stored: 2, duplicate: 2 });
    expect(await cleanRowsOf('american')).toBe(3);
    const [counted] = await batches.sql`
      select count(*)::int as rows from fruit.rejected where batch = 'american'`;
    expect(counted?.rows).toBe(2);
  });
});

describe('a batch with a few values that cannot be read', () => {
  it('goes on, and they are counted', async () => {
    expect(await batches.file('slips', csv(100, 5, 500))).toMatchObject({ clean: 100 });
    expect(await lineOf('slips')).toMatchObject({
      stage: 'cleaned',
      held: null,
      unreadable: { picked: { values: 5, of: 100 } },
    });
    expect([await cleanRowsOf('slips'), await told('slips')]).toEqual([100, 1]);
  });

  it('has nothing to tell when there are none', async () => {
    await batches.file('neat', csv(10, 0, 900));
    expect(await lineOf('neat')).toMatchObject({ held: null, unreadable: {} });
  });
});
