/** Batches with values that are there and cannot be read: counted, told, and held where they are too many. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clean } from '../functions/clean/index.ts';
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
