/** When the database is read, and what is told when that fails. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Family } from '../../shared/runtime/exposition.ts';
import { familiesCounted } from '../../shared/runtime/instruments.ts';
import { connect, type Query } from '../../shared/store/database.ts';
import { type Services, startServices } from '../../tests/services.ts';
import { seriesOf } from './fixtures/series.ts';
import { type Group, gauge } from './group.ts';
import { observing } from './observing.ts';

let services: Services;
beforeAll(async () => {
  process.env.LOG_LEVEL = 'silent';
  services = await startServices();
});
afterAll(() => services.stop());

interface Counting extends Group {
  readonly reads: number;
}

/** Tells how often it was read. */
function counting(name: string, query: (sql: Query) => Promise<unknown> = async () => {}): Counting {
  let reads = 0;
  return {
    name,
    get reads() {
      return reads;
    },
    async read(sql): Promise<Family[]> {
      reads += 1;
      await query(sql);
      return [gauge(`reads_of_${name}`, 'Reads', [{ labels: {}, value: reads }])];
    },
  };
}

const database = () => services.sql;
const failuresOf = (group: string): number =>
  seriesOf(familiesCounted())[`marea_observe_failures_total{group="${group}"}`] ?? 0;

test('whoever asks at once shares one read, and it serves for 14 seconds', async () => {
  let now = 0;
  const group = counting('shared', (sql) => sql`select pg_sleep(0.05)`);
  const state = observing([group], database, { now: () => now });
  const asked = await Promise.all([state(), state(), state()]);
  expect(asked.map((families) => seriesOf(families))).toEqual(Array(3).fill({ reads_of_shared: 1 }));
  now = 13_999;
  expect(seriesOf(await state())).toEqual({ reads_of_shared: 1 });
  now = 14_000;
  expect(seriesOf(await state())).toEqual({ reads_of_shared: 2 });
});

test('a group that fails is counted and left out, the others are told; then it is back', async () => {
  let now = 0;
  let broken = false;
  const bad = counting('bad', (sql) => (broken ? sql`select 1 / 0` : sql`select 1`));
  const good = counting('good');
  const state = observing([bad, good], database, { now: () => now });
  expect(seriesOf(await state())).toEqual({ reads_of_bad: 1, reads_of_good: 1 });
  broken = true;
  now += 14_000;
  expect(seriesOf(await state())).toEqual({ reads_of_good: 2 });
  // Neither what was known before nor another try until it is due.
  expect(seriesOf(await state())).toEqual({ reads_of_good: 2 });
  expect([bad.reads, failuresOf('bad'), failuresOf('good')]).toEqual([2, 1, 0]);
  broken = false;
  now += 14_000;
  expect(seriesOf(await state())).toEqual({ reads_of_bad: 3, reads_of_good: 3 });
});

test('a group that takes too long is given up, in the database as well', async () => {
  const slow = counting('slow', (sql) => sql`select pg_sleep(60), 'slow group'`);
  const state = observing([slow, counting('quick')], database, { limitMs: 200 });
  expect(seriesOf(await state())).toEqual({ reads_of_quick: 1 });
  expect(failuresOf('slow')).toBe(1);
  await expect
    .poll(
      () =>
        services.sql`select from pg_stat_activity where query like '%slow group%' and state = 'active' and pid <> pg_backend_pid()`,
    )
    .toHaveLength(0);
});

test('nothing can be written', async () => {
  const writing = counting('writing', (sql) => sql`delete from marea.batches`);
  expect(seriesOf(await observing([writing], database)())).toEqual({});
  expect(failuresOf('writing')).toBe(1);
});

test('without a database, and without its address, every group is left out', async () => {
  const away = connect('postgres://nobody@127.0.0.1:9/none');
  expect(await observing([counting('away')], () => away)()).toEqual([]);
  expect(failuresOf('away')).toBe(1);
  await away.end({ timeout: 0 });
  const none = (): never => {
    throw new Error('environment variable DATABASE_URL is not set');
  };
  expect(await observing([counting('none')], none)()).toEqual([]);
  expect(failuresOf('none')).toBe(1);
});
