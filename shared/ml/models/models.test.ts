import { describe, expect, it } from 'vitest';
import { logLoss } from '../metrics/probabilities.ts';
import { r2 } from '../metrics/squared-error.ts';
import { normal, seeded } from '../random.ts';
import { families } from './families.ts';
import type { Examples, Family } from './family.ts';
import { scoreModel } from './score.ts';
import { softmax } from './softmax.ts';

const regression = { task: 'regression', classes: 0 } as const;
const classification = { task: 'classification', classes: 3 } as const;
const names = ['a', 'b', 'c', 'noise', 'x', 'y', 'z'];

/** A steps-and-products target over numbers with gaps, and a one-hot triple (x, y, z). */
function made(rows: number, seed: number, target: 'number' | 'class' = 'number'): Examples {
  const random = seeded(seed);
  const data = new Float32Array(rows * names.length);
  const y = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const at = row * names.length;
    for (let j = 0; j < 4; j++) data[at + j] = random() < 0.1 ? Number.NaN : normal(random);
    const kind = Math.floor(random() * 3);
    data[at + 4 + kind] = 1;
    const [a, b, c] = [0, 1, 2].map((j) => data[at + j] as number) as [number, number, number];
    const score = (a > 0 ? 2 : 0) + (Number.isNaN(b) ? 3 : b) * (kind === 1 ? 1 : 0) + 0.5 * (c || 0);
    y[row] = target === 'number' ? score + 0.3 * normal(random) : score < 0.5 ? 0 : score < 2 ? 1 : 2;
  }
  return { x: { rows, names, data }, y };
}

const fitted = (family: Family, parameters = {}, seed = 1) =>
  families[family].fit(made(4000, 1), made(1000, 2), parameters, seed, regression);

describe.each(Object.keys(families) as Family[])('%s', (family) => {
  it('learns a number', () => {
    const unseen = made(2000, 3);
    const least = { linear: 0.45, tree: 0.9, forest: 0.8, boosting: 0.93 }[family];
    expect(r2(unseen.y, scoreModel(fitted(family), unseen.x))).toBeGreaterThan(least);
  });

  it('learns a class', () => {
    const model = families[family].fit(made(3000, 1, 'class'), made(800, 2, 'class'), {}, 1, classification);
    const unseen = made(1000, 3, 'class');
    const prior = [...new Set(unseen.y)].reduce((sum, k) => {
      const share = unseen.y.filter((label) => label === k).length / 1000;
      return sum - share * Math.log(share);
    }, 0);
    const loss = logLoss(unseen.y, softmax(scoreModel(model, unseen.x), 3), 3);
    expect(loss).toBeLessThan(0.8 * prior);
  });

  it('is the same for the same seed', () => {
    expect(fitted(family)).toEqual(fitted(family));
  });

  it('refuses what it cannot learn from', () => {
    const examples = made(10, 1);
    examples.y[3] = Number.NaN;
    const { fit: learn } = families[family];
    expect(() => learn(examples, undefined, {}, 1, regression)).toThrow('target of row 3 is NaN');
    expect(() => learn(made(10, 1), undefined, { depht: 3 }, 1, regression)).toThrow('no setting "depht"');
    expect(() => learn(made(0, 1), undefined, {}, 1, regression)).toThrow('no rows');
  });

  it('weighs rows: doubled rows and weight 2 are one', () => {
    const { x, y } = made(200, 5);
    const { data } = x;
    const half = data.subarray(0, 100 * names.length);
    const once = { x, y, weight: new Float64Array(200).fill(2, 0, 100).fill(1, 100) };
    const twice = {
      x: { rows: 300, names, data: Float32Array.from([...data, ...half]) },
      y: Float64Array.from([...y, ...y.subarray(0, 100)]),
    };
    const settings = { rowShare: 1, columnShare: 1, splitShare: 1, maxBins: 255 };
    const all = {
      linear: {},
      tree: {},
      forest: { ...settings, trees: 2 },
      boosting: { ...settings, rounds: 5 },
    }[family];
    const a = families[family].fit(once, undefined, all, 1, regression);
    const b = families[family].fit(twice, undefined, all, 1, regression);
    const scores = scoreModel(b, once.x);
    scoreModel(a, once.x).forEach((score, i) => {
      expect(score).toBeCloseTo(scores[i] as number, 4);
    });
  });
});

describe('trees', () => {
  it('have thresholds and leaves that float32 holds, and covers that add up', () => {
    const model = fitted('boosting', { rounds: 10 });
    if (model.kind !== 'trees') throw new Error('trees expected');
    for (const { feature, left, right, cover, value } of model.trees) {
      feature.forEach((split, node) => {
        expect(value[node]).toBe(Math.fround(value[node] as number));
        if (split < 0) return;
        expect(cover[node]).toBe(
          (cover[left[node] as number] as number) + (cover[right[node] as number] as number),
        );
      });
      // Four fifths of 4,000 rows, give or take five standard deviations.
      expect(Math.abs((cover[0] as number) - 3200)).toBeLessThan(130);
    }
  });

  it('stop early on validation rows', () => {
    const model = fitted('boosting', { rounds: 300, learningRate: 0.5, patience: 5 });
    if (model.kind !== 'trees') throw new Error('trees expected');
    expect(model.trees.length).toBeLessThan(100);
  });

  it('learn where missing values belong, and set them apart when that is all there is', () => {
    const x = { rows: 200, names: ['a'], data: new Float32Array(200).fill(Number.NaN, 0, 100).fill(7, 100) };
    const y = new Float64Array(200).fill(-1, 0, 100).fill(1, 100);
    const model = families.tree.fit({ x, y }, undefined, { lambda: 0 }, 1, regression);
    const asked = { rows: 2, names: ['a'], data: Float32Array.of(Number.NaN, 1e30) };
    expect([...scoreModel(model, asked)]).toEqual([-1, 1]);
  });

  it('of depth 1 split where the squared error is least', () => {
    const x = { rows: 6, names: ['a'], data: Float32Array.of(1, 2, 3, 10, 11, 12) };
    const y = Float64Array.of(5, 6, 7, 20, 21, 22);
    const model = families.tree.fit(
      { x, y },
      undefined,
      { maxLeaves: 2, minChildWeight: 1, lambda: 0 },
      1,
      regression,
    );
    if (model.kind !== 'trees') throw new Error('trees expected');
    expect(model.trees[0]?.threshold[0]).toBe(6.5);
    expect([...scoreModel(model, x)]).toEqual([6, 6, 6, 21, 21, 21]);
  });
});
