import { describe, expect, test } from 'vitest';
import { datasets } from '../../shared/datasets/index.ts';
import { validateRequest } from '../../shared/datasets/schema.ts';
import { median } from '../../shared/stats/median.ts';
import { rowsOf } from './rows.ts';

const COUNT = 2000;

describe.each(datasets().map((dataset) => ({ name: dataset.name, dataset })))(
  'rows of $name',
  ({ dataset }) => {
    const rows = rowsOf(dataset, {}, 1, COUNT);

    test('are all taken by the validation of requests, and every field is one of the data set', () => {
      for (const row of rows) expect(validateRequest(dataset, row)).toMatchObject({ ignored: [] });
    });

    test('never say what is to be predicted', () => {
      expect(rows.filter((row) => dataset.target.column in row)).toEqual([]);
    });

    test('are the same for the same seed, and others for another', () => {
      expect(rowsOf(dataset, {}, 1, COUNT)).toEqual(rows);
      expect(rowsOf(dataset, {}, 2, COUNT)).not.toEqual(rows);
    });

    test('leave out each field of the example at times, and have it mostly', () => {
      for (const name of Object.keys(dataset.example)) {
        const share = rows.filter((row) => name in row).length / COUNT;
        expect(share, name).toBeGreaterThan(0.88);
        expect(share, name).toBeLessThan(0.96);
      }
    });

    test('have numbers about the example', () => {
      for (const [name, example] of Object.entries(dataset.example)) {
        if (typeof example !== 'number' || example < 3) continue;
        const values = rows.flatMap((row) => (name in row ? [Number(row[name])] : []));
        expect(median(Float64Array.from(values)) / example, name).toBeCloseTo(1, 0);
        expect(new Set(values).size, name).toBeGreaterThan(3);
      }
    });
  },
);

test('known values of the service are used where the declaration names none', () => {
  const [realtor] = datasets();
  if (!realtor) throw new Error('no data set');
  const states = ['Maine', 'Ohio', 'Utah'];
  const drawn = rowsOf(realtor, { state: states }, 1, 500).map(({ state }) => state);
  expect(new Set(drawn)).toEqual(new Set([...states, undefined]));
});
