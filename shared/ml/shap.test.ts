/** TreeSHAP against LightGBM's pred_contrib (fixtures/make.py), and by its own axioms. */
import { describe, expect, it } from 'vitest';
import lightgbm from './fixtures/trees.json' with { type: 'json' };
import { inProbability, inUserUnit } from './in-user-unit.ts';
import type { LinearModel, TreeEnsemble } from './models/model.ts';
import { scoreModel } from './models/score.ts';
import { fitBoosting } from './models/trees/boosting.ts';
import { normal, seeded } from './random.ts';
import { explain } from './shap.ts';

const ensemble: TreeEnsemble = {
  kind: 'trees',
  outputs: 1,
  base: Float64Array.of(0),
  trees: lightgbm.trees.map((tree) => ({
    feature: Int32Array.from(tree.feature),
    threshold: Float32Array.from(tree.threshold),
    left: Int32Array.from(tree.left),
    right: Int32Array.from(tree.right),
    missingLeft: Uint8Array.from(tree.missingLeft),
    value: Float64Array.from(tree.value),
    cover: Float64Array.from(tree.cover),
    output: 0,
  })),
};
const rows = lightgbm.rows.map((row) => Float32Array.from(row, (value) => value ?? Number.NaN));
const matrixOf = (row: Float32Array) => ({ rows: 1, names: Array.from(row, (_, j) => `f${j}`), data: row });
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

/** Three classes, some values missing. */
function classified(n: number) {
  const random = seeded(4);
  const names = ['a', 'b', 'c', 'd'];
  const data = new Float32Array(n * 4).map(() => (random() < 0.1 ? Number.NaN : normal(random)));
  const y = Float64Array.from({ length: n }, (_, i) => {
    const score = (data[4 * i] || 0) + (data[4 * i + 1] || 0) * (data[4 * i + 2] || 0);
    return score < -0.5 ? 0 : score < 0.5 ? 1 : 2;
  });
  return { x: { rows: n, names, data }, y };
}

describe('TreeSHAP', () => {
  it('is that of LightGBM, missing values included', () => {
    rows.forEach((row, i) => {
      const expected = lightgbm.contributions[i] as number[];
      const { base, contributions } = explain(ensemble, row);
      expect(base[0]).toBeCloseTo(expected.at(-1) as number, 6);
      contributions[0]?.forEach((value, j) => {
        expect(value).toBeCloseTo(expected[j] as number, 6);
      });
    });
  });

  it('adds up to the raw score, for each output', () => {
    const examples = classified(600);
    const model = fitBoosting(examples, undefined, { rounds: 20, minChildWeight: 1 }, 1, {
      task: 'classification',
      classes: 3,
    });
    for (let i = 0; i < 50; i++) {
      const row = examples.x.data.slice(4 * i, 4 * i + 4);
      const raw = scoreModel(model, matrixOf(row));
      const { base, contributions } = explain(model, row);
      contributions.forEach((parts, k) => {
        expect((base[k] as number) + sum(parts)).toBeCloseTo(raw[k] as number, 9);
      });
    }
  });

  it('gives nothing to a feature that no tree asks for', () => {
    const asked = new Set(ensemble.trees.flatMap((tree) => [...tree.feature]));
    const row = Float32Array.from([...(rows[0] as Float32Array), 7]);
    expect(asked.has(6)).toBe(false);
    expect(explain(ensemble, row).contributions[0]?.[6]).toBe(0);
  });
});

it('a linear model is explained from the median row', () => {
  const model: LinearModel = {
    kind: 'linear',
    outputs: 1,
    coefficients: [Float64Array.of(2, -1)],
    intercepts: Float64Array.of(10),
    fill: Float64Array.of(1, 3),
  };
  expect(explain(model, Float32Array.of(2, Number.NaN))).toEqual({
    base: [9],
    contributions: [Float64Array.of(2, 0)],
  });
});

describe('in the unit of the user', () => {
  const interval = { level: 0.9, quantile: 1, spread: ensemble };
  const head = { task: 'regression', transform: 'log', shift: 0.02, interval } as const;

  it('contributions sum to the price', () => {
    const explanation = { base: [12], contributions: [Float64Array.of(0.9, -0.4, 0, 0.1)] };
    const { base, contributions } = inUserUnit(head, explanation);
    expect(base).toBeCloseTo(Math.exp(12.02), 6);
    expect(base + sum(contributions)).toBeCloseTo(Math.exp(12.62), 6);
    expect([...contributions].map(Math.sign)).toEqual([1, -1, 0, 1]);
  });

  it('contributions that cancel are worth their share of the base', () => {
    const explanation = { base: [12], contributions: [Float64Array.of(0.1, -0.1)] };
    const { base, contributions } = inUserUnit(head, explanation);
    expect(sum(contributions)).toBeCloseTo(0, 6);
    expect(contributions[0]).toBeCloseTo(0.1 * base, 6);
  });

  it('contributions sum to the probability of each class', () => {
    const classification = {
      task: 'classification',
      classes: ['a', 'b', 'c'],
      scale: Float64Array.of(1, 0.8, 1.2),
      offset: Float64Array.of(0, 0.1, -0.1),
    } as const;
    const contributions = [Float64Array.of(1, 0.5), Float64Array.of(-1, 0.2), Float64Array.of(0, -2)];
    const answers = inProbability(classification, { base: [0.2, 0, -0.3], contributions });
    const totals = answers.map(({ base, contributions: parts }) => base + sum(parts));
    expect(sum(totals)).toBeCloseTo(1, 12);
    // softmax of scale * (base + contributions) + offset, by hand
    const scores = [1.7, 0.8 * -0.8 + 0.1, 1.2 * -2.3 - 0.1].map(Math.exp);
    totals.forEach((total, k) => {
      expect(total).toBeCloseTo((scores[k] as number) / sum(scores), 12);
    });
    expect(answers[0]?.contributions[0]).toBeGreaterThan(0);
  });
});
