import { expect, it } from 'vitest';
import { bucketOf } from '../ml/split.ts';
import type { Column, Table } from '../ml/table.ts';
import { checkDataset } from './check.ts';
import { diabetes } from './diabetes/index.ts';
import { withHistory } from './history.ts';
import { realtor } from './realtor/index.ts';

const HELD_OUT = 95;
const TRAIN = 5;

/** Encounters as they lie in the table: not in the order of time. */
function encounters(
  rows: readonly (readonly [encounter: string | null, patient: string | null, readmitted: string])[],
): Table {
  const column = (at: 0 | 1 | 2): Column => rows.map((row) => row[at]);
  return {
    rows: rows.length,
    columns: {
      encounter_id: column(0),
      patient_nbr: column(1),
      readmitted: column(2),
      earlier_encounters: new Float64Array(rows.length).fill(Number.NaN),
      last_outcome: rows.map(() => null),
    },
  };
}

const historyOf = ({ columns }: Table): unknown[] =>
  Array.from(columns.earlier_encounters as Float64Array, (count, row) => [
    count,
    columns.last_outcome?.[row],
  ]);

it('an encounter is told of those before it, by number and not by spelling; never of itself or later ones', () => {
  const table = encounters([
    ['1000', 'a', 'NO'],
    ['99', 'a', '<30'],
    ['5', 'b', 'NO'],
    ['200', 'a', '>30'],
  ]);
  const bucket = new Uint8Array(4).fill(HELD_OUT);
  expect(historyOf(withHistory(diabetes, table, bucket))).toEqual([
    [2, '>30'],
    [0, null],
    [0, null],
    [1, '<30'],
  ]);
  const other = { ...table, columns: { ...table.columns, readmitted: ['<30', '<30', '<30', '>30'] } };
  expect(historyOf(withHistory(diabetes, other, bucket))[0]).toEqual([2, '>30']);
});

it('rows without a patient or a time have none, and what a file has told stays', () => {
  const table = encounters([
    ['1', null, 'NO'],
    [null, 'a', 'NO'],
    ['2', 'a', 'NO'],
    ['3', 'a', 'NO'],
  ]);
  (table.columns.earlier_encounters as Float64Array)[3] = 7;
  const told = withHistory(diabetes, table, new Uint8Array(4).fill(HELD_OUT));
  expect(historyOf(told)).toEqual([
    [Number.NaN, null],
    [Number.NaN, null],
    [0, null],
    [7, null],
  ]);
  expect((table.columns.earlier_encounters as Float64Array)[2]).toBeNaN();
});

it('a quarter of the training part has no history, always the same; rows of the other parts all have theirs', () => {
  const rows = Array.from({ length: 4000 }, (_, i) => [String(i), String(i >> 1), 'NO'] as const);
  const known = (bucket: number): boolean[] =>
    Array.from(
      withHistory(diabetes, encounters(rows), new Uint8Array(4000).fill(bucket)).columns
        .earlier_encounters as Float64Array,
      (count) => !Number.isNaN(count),
    );
  expect(known(HELD_OUT)).not.toContain(false);
  const learned = known(TRAIN);
  expect(learned).toEqual(rows.map(([encounter]) => bucketOf(`history ${encounter}`) >= 25));
  expect(learned.filter((one) => one).length / 4000).toBeCloseTo(0.75, 1);
});

it('a data set that declares none is left as it is', () => {
  const table = encounters([['1', 'a', 'NO']]);
  expect(withHistory(realtor, table, new Uint8Array(1))).toBe(table);
});

it('a declaration is refused whose history cannot be told', () => {
  const of =
    (history: NonNullable<typeof diabetes.history>, group = diabetes.group) =>
    () =>
      checkDataset({ ...diabetes, group, history });
  const declared = diabetes.history as NonNullable<typeof diabetes.history>;
  expect(of(declared)).not.toThrow();
  expect(of(declared, [])).toThrow('history: needs a group');
  expect(of({ ...declared, order: 'time' })).toThrow('history.order: there is no column "time"');
  expect(of({ ...declared, count: 'race' })).toThrow('history.count: the column "race" is of type text');
  expect(of({ ...declared, last: 'number_inpatient' })).toThrow(
    'history.last: the column "number_inpatient" is of type integer',
  );
  expect(of({ ...declared, last: 'race' })).toThrow('history.last: the column "race" has to be optional');
});
