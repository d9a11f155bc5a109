/** Drift is declared where there is some, and hardly ever where there is none. */
import { describe, expect, it } from 'vitest';
import { realRows } from '../../../tests/real-rows.ts';
import { profileKinds } from '../../datasets/kinds.ts';
import { realtor } from '../../datasets/realtor/index.ts';
import { normal, type Random, seeded } from '../../ml/random.ts';
import { numeric, type Table, takeRows, text } from '../../ml/table.ts';
import { compareProfiles, type DriftOptions } from './compare-profiles.ts';
import type { DriftReport } from './drift-report.ts';
import { profileOf } from './profile-of.ts';

type Kinds = Parameters<typeof profileOf>[1];

function shuffled(rows: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  for (let i = rows - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}

/** The table's rows parted by chance, so many times: the first `take` of them against the rest. */
function splits(
  table: Table,
  kinds: Kinds,
  options: DriftOptions,
  times: number,
  take: number,
): DriftReport[] {
  const random = seeded(42);
  return Array.from({ length: times }, () => {
    const order = shuffled(table.rows, random);
    const reference = profileOf(takeRows(table, order.subarray(take)), kinds);
    const current = profileOf(takeRows(table, order.subarray(0, take)), kinds, reference);
    return compareProfiles(reference, current, options);
  });
}

const alarms = (reports: readonly DriftReport[]) => reports.filter((report) => report.drifted).length;
const targetAlarms = (reports: readonly DriftReport[]) =>
  reports.filter(({ target }) => target?.drifted).length;

describe('made-up rows of one kind', () => {
  const random = seeded(7);
  const rows = 2600;
  const column = (of: () => number) => Float64Array.from({ length: rows }, of);
  const columns = {
    even: column(random),
    bell: column(() => normal(random)),
    heavy: column(() => Math.exp(2 * normal(random))),
    counts: column(() => Math.floor(random() * 4)),
    gaps: column(() => (random() < 0.4 ? Number.NaN : normal(random))),
    two: Array.from({ length: rows }, () => (random() < 0.1 ? 'yes' : 'no')),
    some: Array.from({ length: rows }, () => `state ${Math.floor(50 * random() ** 2)}`),
    many: Array.from({ length: rows }, () => `city ${Math.floor(2000 * random() ** 2)}`),
  };
  const names = Object.keys(columns) as (keyof typeof columns)[];
  const kinds: Kinds = Object.fromEntries(
    names.map((name) => [name, columns[name] instanceof Float64Array ? 'numeric' : 'text']),
  );

  it.each([1300, 100])(
    'parted by chance, %i rows against the rest, are no drift',
    (take) => {
      const reports = splits({ rows, columns }, kinds, { columns: names, target: 'heavy' }, 200, take);
      expect(alarms(reports)).toBeLessThanOrEqual(4);
      expect(targetAlarms(reports)).toBeLessThanOrEqual(4);
      // A single column, be it one of a thousand values: as seldom as chance was allowed to.
      for (const name of names) {
        const drifted = reports.filter((report) => report.columns.find((c) => c.column === name)?.drifted);
        expect(drifted.length).toBeLessThanOrEqual(6);
      }
    },
    120_000,
  );
});

describe('realtor.csv.gz (skipped when ../shared/data is absent)', () => {
  const real = realRows(realtor);
  const kinds = profileKinds(realtor);
  const options = { ...realtor.drift, target: realtor.target.column };
  const whole = real?.table ?? { rows: 0, columns: {} };
  const where = (keep: (row: number) => boolean): Table =>
    takeRows(whole, Array.from({ length: whole.rows }, (_, row) => row).filter(keep));
  const against = (reference: Table, current: Table): DriftReport => {
    const profile = profileOf(reference, kinds);
    return compareProfiles(profile, profileOf(current, kinds, profile), options);
  };

  it.skipIf(!real)(
    'of 200 parts of one batch by chance at most 2 % are drift',
    () => {
      const batch = takeRows(whole, shuffled(whole.rows, seeded(1)).subarray(0, 6000));
      const reports = splits(batch, kinds, options, 200, 3000);
      expect(alarms(reports)).toBeLessThanOrEqual(4);
      expect(targetAlarms(reports)).toBeLessThanOrEqual(4);
    },
    120_000,
  );

  it.skipIf(!real)('prices up by a fifth are drift of the target', () => {
    const [reference, later] = [where((row) => row % 2 === 0), where((row) => row % 2 === 1)];
    const dearer = {
      ...later,
      columns: { ...later.columns, price: numeric(later, 'price').map((p) => 1.2 * p) },
    };
    expect(against(reference, later).target?.drifted).toBe(false);
    expect(against(reference, dearer).target?.drifted).toBe(true);
  });

  it.skipIf(!real)('New England against the rest is drift of the data set and of the target', () => {
    const england = new Set([
      'Connecticut',
      'Maine',
      'Massachusetts',
      'New Hampshire',
      'Rhode Island',
      'Vermont',
    ]);
    const state = real ? text(whole, 'state') : [];
    const inside = (row: number) => england.has(state[row] ?? '');
    const report = against(
      where((row) => !inside(row)),
      where(inside),
    );
    expect(report.drifted).toBe(true);
    expect(report.target?.drifted).toBe(true);
  });
});
