/** The card says what was measured: its figures are held against computations of their own. */
import { describe, expect, test } from 'vitest';
import type { Answers } from '../../shared/ml/metrics/answers.ts';
import { numeric, takeRows } from '../../shared/ml/table.ts';
import { dearness, flats, judged, material, rents } from './fixtures/flats.ts';
import { makeCard } from './make.ts';

const snapshot = flats(6000);
const found = judged(rents, snapshot);
const card = makeCard(rents, material(rents), found);
const answers = found.answers as Extract<Answers, { task: 'regression' }>;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

describe('the card of a regression', () => {
  test('its overall metrics are those of the predictions', () => {
    const errors = Array.from(answers.actual, (value, i) =>
      Math.abs(value - (answers.predicted[i] as number)),
    );
    expect(card.performance.rows).toBe(600);
    expect(card.performance.metrics.mae).toBeCloseTo(sum(errors) / 600, 9);
    const logs = Array.from(answers.actual, Math.log);
    const mean = sum(logs) / 600;
    const squares = logs.map((log, i) => (log - Math.log(answers.predicted[i] as number)) ** 2);
    const around = logs.map((log) => (log - mean) ** 2);
    expect(card.performance.metrics.r2_log).toBeCloseTo(1 - sum(squares) / sum(around), 9);
  });

  test('the slices of a column are all its rows, and their mean absolute errors average to the whole', () => {
    for (const { slices } of card.performance.slices) {
      expect(sum(slices.map(({ rows }) => rows))).toBe(600);
      const together = sum(slices.map(({ rows, metrics }) => rows * (metrics.mae ?? Number.NaN))) / 600;
      expect(together).toBeCloseTo(card.performance.metrics.mae ?? 0, 8);
    }
  });

  test('a number is sliced by tenths of equal size, in order', () => {
    const [rent] = card.performance.slices;
    expect(rent?.slices.map(({ rows }) => rows)).toEqual(new Array(10).fill(60));
    const bounds = rent?.slices.flatMap(({ from, to }) => [from ?? 0, to ?? 0]) ?? [];
    expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
    expect(bounds[0]).toBe(Math.min(...answers.actual));
    expect(bounds.at(-1)).toBe(Math.max(...answers.actual));
  });

  test('a slice in which the model errs is found, others are not', () => {
    const worse = card.performance.slices[1]?.slices.filter((slice) => slice.worse);
    expect(worse?.map(({ slice }) => slice)).toEqual(['Works']);
    expect(card.limits).toContainEqual(expect.objectContaining({ kind: 'worse', label: 'District' }));
  });

  test('coverage is the share of rows inside their interval, overall and in each tenth', () => {
    const { intervals } = card.performance;
    const inside = Array.from(answers.actual, (value, i) => {
      const predicted = answers.predicted[i] as number;
      return value >= predicted * 0.7 && value <= predicted * 1.4 ? 1 : 0;
    });
    expect(intervals?.coverage).toBeCloseTo(sum(inside) / 600, 12);
    for (const bands of [intervals?.byActual ?? [], intervals?.byPredicted ?? []]) {
      expect(sum(bands.map(({ rows }) => rows))).toBe(600);
      expect(sum(bands.map(({ rows, coverage }) => rows * coverage))).toBeCloseTo(sum(inside), 9);
    }
  });

  test('every held-out row is in each figure once', () => {
    const { predictedActual, residuals } = card.performance;
    expect(sum(predictedActual?.grid.cells.map(([, , rows]) => rows) ?? [])).toBe(600);
    expect(sum(residuals?.grid.cells.map(([, , rows]) => rows) ?? [])).toBe(600);
    expect(sum(residuals?.bins.map(({ rows }) => rows) ?? [])).toBe(600);
    const { tenths = [] } = predictedActual ?? {};
    const total = sum(tenths.map(({ rows, actual }) => rows * actual));
    expect(total).toBeCloseTo(sum(Array.from(answers.actual)), 3);
  });

  test('every row of the snapshot is in each column, present or missing', () => {
    for (const column of card.data.columns) {
      expect(column.count + column.missing).toBe(6000);
      const shown =
        column.kind === 'text'
          ? sum(column.values.map(([, rows]) => rows)) + column.other
          : sum(column.bins.map(({ rows }) => rows));
      expect(shown).toBe(column.count);
    }
    expect(card.data.columns.map(({ name, missing }) => [name, missing])).toContainEqual(['garden', 4500]);
  });

  test('the parts of the split are all rows, with the median of the target in each', () => {
    expect(card.split.map(({ part, rows }) => [part, rows])).toEqual([
      ['train', 4200],
      ['validation', 600],
      ['calibration', 600],
      ['test', 600],
    ]);
    const sorted = Array.from(numeric(found.heldOut, 'rent')).sort((a, b) => a - b);
    const middle = ((sorted[299] as number) + (sorted[300] as number)) / 2;
    expect(card.split[3]?.target?.median).toBeCloseTo(middle, 9);
  });

  test('what is missing in most rows, and what never varies, is among the limits, with what is declared', () => {
    expect(card.limits.slice(0, 3)).toEqual([
      { kind: 'declared', text: 'Rents of the year 1999.' },
      { kind: 'missing', label: 'Garden', column: 'garden', share: 0.75 },
      expect.objectContaining({ kind: 'worse' }),
    ]);
  });

  test('values that tell who a row is are not listed', () => {
    const flat = card.data.columns.find(({ name }) => name === 'flat');
    expect(flat).toMatchObject({ role: 'not used', distinct: 6000, values: [], other: 6000 });
  });

  test('the search names the best of each family, by the metric in which lower is better', () => {
    const { families, seconds } = card.search;
    expect(families.map(({ family, best, trials }) => [family, best, trials])).toEqual([
      ['boosting', 2, 3],
      ['linear', 1, 1],
    ]);
    expect(seconds).toBe(6.5);
  });

  test('it is JSON: what goes through a file comes back the same', () => {
    expect(JSON.parse(JSON.stringify(card))).toEqual(card);
  });
});

describe('the card of a classification', () => {
  const sorted = judged(dearness, snapshot);
  const { performance } = makeCard(dearness, material(dearness), sorted);
  const { actual, probabilities } = sorted.answers as Extract<Answers, { task: 'classification' }>;

  test('its confusion counts each row where it is and where it was put', () => {
    const counts = [
      [0, 0],
      [0, 0],
    ];
    actual.forEach((k, i) => {
      const label = (probabilities[2 * i] as number) >= 0.5 ? 0 : 1;
      (counts[k] as number[])[label] = ((counts[k] as number[])[label] as number) + 1;
    });
    expect(performance.confusion).toEqual({ classes: ['yes', 'no'], counts });
    const right = ((counts[0]?.[0] ?? 0) + (counts[1]?.[1] ?? 0)) / 600;
    expect(performance.metrics.accuracy).toBeCloseTo(right, 12);
  });

  test('reliability bins hold every row, and what was so is what there is of the class', () => {
    const [yes] = performance.reliability ?? [];
    expect(sum(yes?.bins.map(({ rows }) => rows) ?? [])).toBe(600);
    const were = sum(yes?.bins.map(({ rows, observed }) => rows * observed) ?? []);
    expect(were).toBeCloseTo(actual.filter((k) => k === 0).length, 9);
  });

  test('it has no figures of a regression', () => {
    expect(performance).toMatchObject({ intervals: null, predictedActual: null, residuals: null });
  });
});

describe('odd data give a card too', () => {
  test.each([1, 2, 30])('%i held-out rows', (rows) => {
    const few = flats(100 * rows);
    const one = { ...few, bucket: few.bucket.map((_, i) => (i < rows ? 95 : 5)) };
    for (const dataset of [rents, dearness]) {
      const made = makeCard(
        dataset,
        { ...material(dataset), trials: [], importance: null },
        judged(dataset, one),
      );
      expect(made.performance.rows).toBe(rows);
      expect(JSON.parse(JSON.stringify(made))).toEqual(made);
    }
  });

  test('a column without any value, a target that never varies', () => {
    const { table, bucket } = flats(500);
    const columns = {
      ...table.columns,
      garden: new Float64Array(500).fill(Number.NaN),
      district: new Array<null>(500).fill(null),
      rent: new Float64Array(500).fill(700),
    };
    const flat = {
      table: takeRows(
        { columns },
        Array.from({ length: 500 }, (_, i) => i),
      ),
      bucket,
    };
    const made = makeCard(rents, material(rents), judged(rents, flat));
    expect(made.data.columns.find(({ name }) => name === 'garden')).toMatchObject({
      summary: null,
      bins: [],
    });
    expect(made.limits).toContainEqual({ kind: 'constant', label: 'Rent', column: 'rent' });
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
  });
});
