/** Against the definition: the mean over all orders, and all rows of the background. */
import { expect, test } from 'vitest';
import type { Table } from '../table.ts';
import { explanationOf } from './explanation.ts';
import { sampledShap } from './sampled.ts';

const PRICE: Readonly<Record<string, number>> = { harbour: 5, works: 1 };

/** 2 size + rooms * size + what the place adds; a missing size counts as 10. */
function scoreOf({ rows, columns }: Table): Float64Array {
  const { size, rooms, place } = columns;
  return Float64Array.from({ length: rows }, (_, row) => {
    const known = size?.[row] as number;
    const living = Number.isNaN(known) ? 10 : known;
    return 2 * living + living * (rooms?.[row] as number) + (PRICE[(place?.[row] as string) ?? ''] ?? 0);
  });
}

const background: Table = {
  rows: 40,
  columns: {
    size: Float64Array.from({ length: 40 }, (_, row) => (row % 7 === 0 ? Number.NaN : 10 + row)),
    rooms: Float64Array.from({ length: 40 }, (_, row) => 1 + (row % 4)),
    place: Array.from({ length: 40 }, (_, row) => (row % 3 ? 'works' : 'harbour')),
  },
};
const asked: Table = {
  rows: 2,
  columns: { size: Float64Array.of(30, Number.NaN), rooms: Float64Array.of(5, 2), place: ['harbour', null] },
};
const columns = ['size', 'rooms', 'place'];
const sampling = {
  background,
  columns,
  outputs: 1,
  score: async (table: Table) => scoreOf(table),
};

const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

/** Over all orders, not some. */
function byDefinition(row: number): number[] {
  const sums = [0, 0, 0];
  for (let from = 0; from < background.rows; from++)
    for (const order of ORDERS) {
      const cells = columns.map((name) => background.columns[name]?.[from]);
      const score = (): number => {
        const [size, rooms, place] = cells;
        const table = { size: Float64Array.of(size as number), rooms: Float64Array.of(rooms as number) };
        return scoreOf({ rows: 1, columns: { ...table, place: [place as string | null] } })[0] as number;
      };
      for (const column of order) {
        const before = score();
        cells[column] = asked.columns[columns[column] as string]?.[row];
        (sums[column] as number) += (score() - before) / (ORDERS.length * background.rows);
      }
    }
  return sums;
}

test('contributions and base sum to the score, and the base is the mean of the background', async () => {
  const explained = await sampledShap(sampling, asked);
  const mean = scoreOf(background).reduce((sum, score) => sum + score / background.rows, 0);
  expect(explained.base[0]).toBeCloseTo(mean, 9);
  [...scoreOf(asked)].forEach((score, row) => {
    const [own] = explanationOf(explained, row).contributions;
    expect(own?.reduce((sum, part) => sum + part, mean)).toBeCloseTo(score, 9);
  });
});

test.each([0, 1])('what each column adds to row %i is near the mean over all orders', async (row) => {
  const explained = await sampledShap(sampling, asked);
  const [own] = explanationOf(explained, row).contributions;
  byDefinition(row).forEach((wanted, column) => {
    expect(Math.abs((own?.[column] as number) - wanted)).toBeLessThan(0.1 * Math.abs(wanted) + 1);
  });
});

test('a column that counts by itself alone has its exact share, and one that changes nothing has none', async () => {
  const score = async (table: Table) => (table.columns.size as Float64Array).map((size) => 3 * (size || 0));
  const full = { ...background, columns: { ...background.columns, size: new Float64Array(40).fill(4) } };
  const explained = await sampledShap({ ...sampling, background: full, score }, asked);
  const [own] = explanationOf(explained, 0).contributions;
  [78, 0, 0].forEach((wanted, column) => {
    expect(own?.[column]).toBeCloseTo(wanted, 9);
  });
});

test('the same row has the same explanation, whatever stands beside it', async () => {
  const [alone, together] = await Promise.all([
    sampledShap(sampling, {
      rows: 1,
      columns: { size: Float64Array.of(30), rooms: Float64Array.of(5), place: ['harbour'] },
    }),
    sampledShap(sampling, asked),
  ]);
  expect(explanationOf(together, 0).contributions).toEqual(explanationOf(alone, 0).contributions);
});
