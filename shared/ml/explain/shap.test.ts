/** Shapley values against LightGBM, shap and their definition, and by their axioms. */
import { describe, expect, it } from 'vitest';
import type { LinearModel } from '../models/model.ts';
import { scoreModel } from '../models/score.ts';
import { seeded } from '../random.ts';
import type { Matrix } from '../table.ts';
import { type Explanations, explanationOf } from './explanation.ts';
import categories from './fixtures/categories.json' with { type: 'json' };
import { expectation, mixed, shapleyValues } from './fixtures/definition.ts';
import linear from './fixtures/linear.json' with { type: 'json' };
import { ensembleOf, matrixOf, randomEnsemble, randomRows } from './fixtures/models.ts';
import multiclass from './fixtures/multiclass.json' with { type: 'json' };
import regression from './fixtures/regression.json' with { type: 'json' };
import { type Shap, shapInSteps, shapOf } from './shap.ts';

const rowOf = ({ data, names }: Matrix, row: number): Float32Array =>
  data.slice(row * names.length, (row + 1) * names.length);
const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

/** @param expected rows x outputs x (features, then base), as LightGBM has them */
function expectAll(shap: Shap, x: Matrix, expected: readonly (readonly (readonly number[])[])[], digits = 7) {
  const explanations = shap(x);
  expected.forEach((outputs, row) => {
    const { base, contributions } = explanationOf(explanations, row);
    outputs.forEach((values, output) => {
      [...(contributions[output] ?? []), base[output] as number].forEach((value, j) => {
        expect(value, `row ${row}, output ${output}, feature ${j}`).toBeCloseTo(values[j] as number, digits);
      });
    });
  });
}

describe.each([
  ['a regression', regression],
  ['three classes', multiclass],
  ['categories', categories],
])('%s of LightGBM, missing values among its rows', (_, reference) => {
  const model = ensembleOf(reference.trees, reference.outputs);
  const x = matrixOf(reference.rows);

  it('is the same model here', () => {
    scoreModel(model, x).forEach((score, i) => {
      expect(score).toBeCloseTo(reference.raw.flat()[i] as number, 8);
    });
  });

  it('has the path-dependent values of pred_contrib', () => {
    expectAll(shapOf(model), x, reference.pathDependent);
  });

  // shap computes them in float32 at places
  it('has the interventional values of shap', () => {
    expectAll(shapOf(model, matrixOf(reference.background)), x, reference.interventional, 5);
  });
});

describe('any trees', () => {
  const features = 6;
  const random = seeded(11);
  const model = randomEnsemble(random, 12, features, 7);
  const x = randomRows(random, 40, features);
  const background = randomRows(random, 9, features);
  const ofOutput = (output: number) => model.trees.filter((tree) => tree.output === output);

  it('path-dependent values are those of the definition', () => {
    const explanations = shapOf(model)(x);
    for (let row = 0; row < 5; row++) {
      const { contributions } = explanationOf(explanations, row);
      contributions.forEach((values, output) => {
        const expected = shapleyValues(features, (known) =>
          sum(ofOutput(output).map((tree) => expectation(tree, rowOf(x, row), known))),
        );
        values.forEach((value, j) => {
          expect(value).toBeCloseTo(expected[j] as number, 10);
        });
      });
    }
  });

  it('interventional values are those of the definition', () => {
    const explanations = shapOf(model, background)(x);
    const others = Array.from({ length: background.rows }, (_, i) => rowOf(background, i));
    for (let row = 0; row < 5; row++) {
      const { contributions } = explanationOf(explanations, row);
      contributions.forEach((values, output) => {
        const expected = shapleyValues(features, (known) =>
          sum(
            ofOutput(output).flatMap((tree) =>
              others.map((other) => mixed(tree, rowOf(x, row), other, known) / others.length),
            ),
          ),
        );
        values.forEach((value, j) => {
          expect(value).toBeCloseTo(expected[j] as number, 10);
        });
      });
    }
  });

  it.each([
    ['path-dependent', undefined],
    ['interventional', background],
  ])('%s values add up to the raw score, for each output', (_, sample) => {
    const raw = scoreModel(model, x);
    const explanations = shapOf(model, sample)(x);
    for (let row = 0; row < x.rows; row++) {
      const { base, contributions } = explanationOf(explanations, row);
      contributions.forEach((values, output) => {
        expect((base[output] as number) + sum(values)).toBeCloseTo(raw[2 * row + output] as number, 11);
      });
    }
  });

  it.each([
    ['path-dependent', undefined],
    ['interventional', background],
  ])('%s values of a row are the same alone as among a thousand', (_, sample) => {
    const many = randomRows(seeded(3), 1500, features);
    const shap = shapOf(model, sample);
    const together = shap(many);
    for (const row of [0, 700, 1400]) {
      const alone = shap({ ...many, rows: 1, data: rowOf(many, row) });
      expect(alone.contributions).toEqual(
        together.contributions.slice(row * 2 * features, (row + 1) * 2 * features),
      );
    }
  });

  it.each([
    ['path-dependent', undefined],
    ['interventional', background],
  ])('%s values are the same when others are explained between the steps', (_, sample) => {
    const steps = shapInSteps(model, sample);
    const other = randomRows(seeded(4), 70, features);
    const [one, two] = [steps(x), steps(other)];
    const found: Explanations[] = [];
    let count = 0;
    for (const going = new Set([one, two]); going.size > 0; count++) {
      for (const work of going) {
        const step = work.next();
        if (!step.done) continue;
        found.push(step.value);
        going.delete(work);
      }
    }
    expect(count).toBeGreaterThan(model.trees.length);
    expect(found).toEqual([shapOf(model, sample)(x), shapOf(model, sample)(other)]);
  });

  it('a feature that no tree asks for gets nothing', () => {
    const wider = randomRows(random, 3, features + 1);
    const explanations = shapOf(model)(wider);
    for (let at = features; at < explanations.contributions.length; at += features + 1)
      expect(explanations.contributions[at]).toBe(0);
  });

  it('a model added twice is explained twice as much', () => {
    const once = shapOf(model)(x).contributions;
    const twice = shapOf({ ...model, trees: [...model.trees, ...model.trees] })(x).contributions;
    twice.forEach((value, i) => {
      expect(value).toBeCloseTo(2 * (once[i] as number), 10);
    });
  });

  it('the background is worth nothing against itself', () => {
    const one = { ...background, rows: 1, data: rowOf(background, 0) };
    expect(shapOf(model, one)(one).contributions.every((value) => value === 0)).toBe(true);
  });
});

it('deep trees lose no precision', () => {
  const random = seeded(5);
  const model = randomEnsemble(random, 4, 25, 16);
  const x = randomRows(random, 20, 25);
  const raw = scoreModel(model, x);
  const explanations = shapOf(model)(x);
  for (let row = 0; row < x.rows; row++) {
    const { base, contributions } = explanationOf(explanations, row);
    contributions.forEach((values, output) => {
      expect((base[output] as number) + sum(values)).toBeCloseTo(raw[2 * row + output] as number, 11);
    });
  }
});

it.each([
  ['path-dependent', undefined],
  ['interventional', matrixOf([[1, 2]])],
])('%s: a tree of one leaf gives all it has to the base', (_, sample) => {
  const leaf = randomEnsemble(seeded(2), 1, 2, 0);
  const { base, contributions } = shapOf(
    leaf,
    sample,
  )(
    matrixOf([
      [0, 1],
      [null, 5],
    ]),
  );
  expect(base[0]).toBeCloseTo(scoreModel(leaf, matrixOf([[0, 1]]))[0] as number, 12);
  expect(contributions.every((value) => value === 0)).toBe(true);
});

it('refuses a background of no rows', () => {
  const model = randomEnsemble(seeded(1), 1, 2, 2);
  expect(() => shapOf(model, { rows: 0, names: ['a', 'b'], data: new Float32Array() })).toThrow('no rows');
});

describe('a linear model', () => {
  const model: LinearModel = {
    kind: 'linear',
    outputs: 1,
    coefficients: [Float64Array.of(2, -1)],
    intercepts: Float64Array.of(10),
    fill: Float64Array.of(1, 3),
  };

  it('is explained from the median row: what is missing contributes nothing', () => {
    const { base, contributions } = shapOf(model)(matrixOf([[2, null]]));
    expect(base).toEqual([9]);
    expect(contributions).toEqual(Float64Array.of(2, 0));
  });

  it('has the interventional values of shap', () => {
    const coefficients = [Float64Array.from(linear.coefficients)];
    const fitted = {
      ...model,
      coefficients,
      intercepts: Float64Array.of(linear.intercept),
      fill: new Float64Array(3),
    };
    const expected = linear.interventional.map((values) => [values]);
    expectAll(shapOf(fitted, matrixOf(linear.background)), matrixOf(linear.rows), expected, 5);
  });
});
