import { describe, expect, it } from 'vitest';
import type { Matrix } from '../table.ts';
import { families } from './families.ts';
import type { Examples, Family, Task } from './family.ts';
import { modelToJson } from './json.ts';
import { scoreModel } from './score.ts';

const regression: Task = { task: 'regression', classes: 0 };
const { NaN: gap, POSITIVE_INFINITY: infinity } = Number;

function matrix(columns: readonly (readonly number[])[], more: Partial<Matrix> = {}): Matrix {
  const rows = columns[0]?.length ?? 0;
  const data = Float32Array.from({ length: rows * columns.length }, (_, at) => {
    const column = columns[at % columns.length] as readonly number[];
    return column[Math.floor(at / columns.length)] as number;
  });
  return { rows, names: columns.map((_, j) => `f${j}`), data, ...more };
}

const upTo = (count: number, of: (i: number) => number) => Array.from({ length: count }, (_, i) => of(i));
const asked = (width: number): Matrix =>
  matrix(upTo(width, (j) => j).map((j) => [gap, infinity, -infinity, 0, j, 1e38, -1e38]));

/** Scores of the training rows, after seeing that the model can be stored and answers anything with a number. */
function scoresOf(family: Family, examples: Examples, task: Task, parameters = {}): Float64Array {
  const model = families[family].fit(examples, examples, parameters, 1, task);
  expect(() => modelToJson(model)).not.toThrow();
  const answers = scoreModel(model, asked(examples.x.names.length));
  expect(answers.every(Number.isFinite)).toBe(true);
  return scoreModel(model, examples.x);
}

describe.each(Object.keys(families) as Family[])('%s, degenerate input:', (family) => {
  it('one row gives its target', () => {
    const y = Float64Array.of(12.5);
    expect(scoresOf(family, { x: matrix([[3], [gap]]), y }, regression)[0]).toBeCloseTo(12.5, 5);
  });

  it('a constant target is what is answered', () => {
    const x = matrix([upTo(200, (i) => i % 17), upTo(200, (i) => (i % 3 ? i : gap))]);
    const scores = scoresOf(family, { x, y: new Float64Array(200).fill(-7.25) }, regression);
    scores.forEach((score) => {
      expect(score).toBeCloseTo(-7.25, 5);
    });
  });

  it('features without a value give the mean', () => {
    const x = matrix([upTo(100, () => gap), upTo(100, () => gap)]);
    const y = Float64Array.from(upTo(100, (i) => i % 2));
    scoresOf(family, { x, y }, regression).forEach((score) => {
      expect(score).toBeCloseTo(0.5, 1);
    });
  });

  it('infinite features are large ones', () => {
    const x = matrix([upTo(300, (i) => [-infinity, 0, 1, infinity][i % 4] as number)]);
    const y = Float64Array.from(upTo(300, (i) => i % 4));
    const scores = scoresOf(family, { x, y }, regression, family === 'linear' ? { tail: 0 } : {});
    expect(scores[0]).toBeLessThan(scores[2] as number);
    expect(scores[3]).toBeGreaterThanOrEqual(scores[2] as number);
  });

  it.each([1, 2, 3])('a single class of %i is the likeliest', (classes) => {
    const x = matrix([upTo(60, (i) => i)]);
    const y = new Float64Array(60).fill(classes - 1);
    const scores = scoresOf(family, { x, y }, { task: 'classification', classes });
    const row = [...scores.subarray(0, classes)];
    expect(row.indexOf(Math.max(...row))).toBe(classes - 1);
  });

  it('one category says nothing, beside what is missing', () => {
    const x = matrix([upTo(100, (i) => (i % 2 ? 0 : gap))], { categories: [1] });
    const y = Float64Array.from(upTo(100, (i) => i % 2));
    const scores = scoresOf(family, { x, y }, regression, family === 'forest' ? { rowShare: 1 } : {});
    if (family !== 'linear') expect(scores[1]).toBeGreaterThan((scores[0] as number) + 0.5);
  });

  it('too many categories are refused with what to do', () => {
    const x = matrix([upTo(10, (i) => i)], { categories: [100_000] });
    const y = Float64Array.from(upTo(10, (i) => i));
    expect(() => scoresOf(family, { x, y }, regression)).toThrow(
      'feature "f0" has 100000 categories: expected at most 254, merge the rare ones',
    );
  });

  it('a value that is no category is refused', () => {
    const x = matrix([[0, 1, 2, 1.5]], { categories: [3] });
    expect(() => scoresOf(family, { x, y: new Float64Array(4) }, regression)).toThrow(
      'feature "f0" of row 3 is 1.5: expected a category from 0 to 2, or NaN',
    );
  });

  it.each([0, -1, gap, infinity])('a weight of %d is refused', (wrong) => {
    const weight = Float64Array.of(1, wrong);
    expect(() =>
      scoresOf(family, { x: matrix([[1, 2]]), y: new Float64Array(2), weight }, regression),
    ).toThrow('each finite and above 0');
  });

  it('a target beyond float32 is refused', () => {
    const y = Float64Array.of(1, -1e300);
    expect(() => scoresOf(family, { x: matrix([[1, 2]]), y }, regression)).toThrow(
      'target of row 1 is -1e+300',
    );
  });
});

it('a model with a number that is none is not stored', () => {
  const model = families.tree.fit(
    { x: matrix([[1, 2]]), y: Float64Array.of(1, 2) },
    undefined,
    {},
    1,
    regression,
  );
  if (model.kind !== 'trees') throw new Error('trees expected');
  model.trees[0]?.value.fill(Number.NaN);
  expect(() => modelToJson(model)).toThrow(
    'model.trees[0].value[0] is NaN: a model holds finite numbers only',
  );
});
