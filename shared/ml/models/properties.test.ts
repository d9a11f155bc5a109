import { describe, expect, it } from 'vitest';
import { auc } from '../metrics/auc.ts';
import { r2 } from '../metrics/squared-error.ts';
import { below, normal, seeded } from '../random.ts';
import type { Matrix } from '../table.ts';
import { families } from './families.ts';
import type { Examples, Family, Task } from './family.ts';
import { scoreModel } from './score.ts';
import { softmax } from './softmax.ts';

const regression: Task = { task: 'regression', classes: 0 };
/** Nothing is drawn: what is left depends on the data alone. */
const whole: Record<Family, Record<string, number>> = {
  linear: {},
  tree: {},
  forest: { rowShare: 1, columnShare: 1, splitShare: 1, trees: 3 },
  boosting: { rowShare: 1, columnShare: 1, rounds: 20 },
};

/** Numbers with gaps, a category and a 0/1 feature. */
function made(rows: number, seed: number): Examples {
  const random = seeded(seed, 'properties');
  const names = ['a', 'b', 'kind', 'flag'];
  const data = new Float32Array(rows * 4);
  const y = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const [a, b] = [normal(random), Math.round(3 * normal(random))];
    const [kind, flag] = [below(random, 9), below(random, 2)];
    data.set([random() < 0.1 ? Number.NaN : a, b, kind, flag], 4 * row);
    y[row] = Math.sin(2 * a) + 0.2 * b + (kind % 3) + flag * a + 0.3 * normal(random);
  }
  return { x: { rows, names, data, categories: [0, 0, 9, 0] }, y };
}

function reordered({ x, y }: Examples, order: readonly number[]): Examples {
  const width = x.names.length;
  const data = Float32Array.from(x.data, (_, at) => {
    return x.data[(order[Math.floor(at / width)] as number) * width + (at % width)] as number;
  });
  return { x: { ...x, data }, y: Float64Array.from(order, (row) => y[row] as number) };
}

function shuffled(count: number, seed: number): number[] {
  const random = seeded(seed, 'shuffle');
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = below(random, i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}

function withConstant(x: Matrix, value: number): Matrix {
  const width = x.names.length + 1;
  const data = Float32Array.from({ length: x.rows * width }, (_, at) =>
    at % width === 0 ? value : (x.data[Math.floor(at / width) * (width - 1) + (at % width) - 1] as number),
  );
  return { rows: x.rows, names: ['constant', ...x.names], data, categories: [0, ...(x.categories ?? [])] };
}

describe.each(Object.keys(families) as Family[])('%s', (family) => {
  const { fit: learn } = families[family];

  it('does not mind the order of rows', () => {
    const examples = made(800, 1);
    const model = learn(examples, undefined, whole[family], 1, regression);
    const other = learn(reordered(examples, shuffled(800, 1)), undefined, whole[family], 1, regression);
    const scores = scoreModel(other, examples.x);
    scoreModel(model, examples.x).forEach((score, row) => {
      expect(score).toBeCloseTo(scores[row] as number, 6);
    });
  });

  it.each([0, 5, Number.NaN])('does not mind a column that is always %d', (value) => {
    const examples = made(600, 2);
    const model = learn(examples, undefined, whole[family], 1, regression);
    const x = withConstant(examples.x, value);
    const other = learn({ ...examples, x }, undefined, whole[family], 1, regression);
    const scores = scoreModel(other, x);
    scoreModel(model, examples.x).forEach((score, row) => {
      expect(score).toBeCloseTo(scores[row] as number, 9);
    });
  });

  it('finds nothing where there is nothing: targets in no order', () => {
    const examples = made(3000, 3);
    const order = shuffled(3000, 3);
    const y = examples.y.map((_, row) => examples.y[order[row] as number] as number);
    const validation = { ...made(1000, 4), y: made(1000, 9).y };
    const unseen = { ...made(2000, 5), y: made(2000, 6).y };
    const model = learn({ ...examples, y }, validation, {}, 1, regression);
    expect(r2(unseen.y, scoreModel(model, unseen.x))).toBeLessThan(0.03);
    const labels = (values: Float64Array) => values.map((value) => (value > 1 ? 1 : 0));
    const task: Task = { task: 'classification', classes: 2 };
    const learned = learn(
      { ...examples, y: labels(y) },
      { ...validation, y: labels(validation.y) },
      {},
      1,
      task,
    );
    const probabilities = softmax(scoreModel(learned, unseen.x), 2).filter((_, i) => i % 2 === 1);
    const actual = labels(unseen.y);
    const area = auc((row) => actual[row] === 1, probabilities);
    expect(Math.abs(area - 0.5)).toBeLessThan(0.05);
  });
});
