import { describe, expect, it } from 'vitest';
import { normal, seeded } from '../../random.ts';
import type { Matrix } from '../../table.ts';
import type { Parameters } from '../family.ts';
import type { TreeEnsemble } from '../model.ts';
import { scoreModel } from '../score.ts';
import { fitBoosting } from './boosting.ts';
import lightgbm from './fixtures/lightgbm.json' with { type: 'json' };

const names = ['a', 'b', 'kind'];
const rows = lightgbm.x.length;
const data = Float32Array.from(lightgbm.x.flat(), (value) => value ?? Number.NaN);

describe('boosting scores as LightGBM', () => {
  it.each(lightgbm.cases)('$name', ({ target, weighted, categorical, monotone, parameters, scores }) => {
    const x: Matrix = {
      rows,
      names,
      data,
      categories: [0, 0, categorical ? 12 : 0],
      monotone: monotone as (-1 | 0 | 1)[],
    };
    const y = Float64Array.from(target);
    const examples = { x, y, ...(weighted ? { weight: Float64Array.from(lightgbm.weight) } : {}) };
    const classes = scores.length === 300 ? 3 : Math.max(...y) === 1 ? 2 : 0;
    const task = { task: classes > 0 ? 'classification' : 'regression', classes } as const;
    const settings: Parameters = { ...lightgbm.settings, ...Object.fromEntries(Object.entries(parameters)) };
    const model = fitBoosting(examples, undefined, settings, 1, task) as TreeEnsemble;
    const raw = scoreModel(model, x);
    // Of two classes LightGBM tells the difference of the scores.
    const ours =
      classes === 2
        ? Array.from({ length: rows }, (_, i) => (raw[2 * i + 1] as number) - (raw[2 * i] as number))
        : raw;
    const worst = Math.max(...scores.map((score, i) => Math.abs(score - (ours[i] as number))));
    expect(worst).toBeLessThan(1e-5);
  });
});

it('tells the validation loss of the rounds so far, as the model scores it', () => {
  const random = seeded('watched');
  const made = (count: number) => {
    const x = Float32Array.from({ length: 3 * count }, (_, at) => {
      if (at % 3 === 2) return Math.floor(12 * random());
      return random() < 0.1 ? Number.NaN : normal(random);
    });
    const y = Float64Array.from(
      { length: count },
      (_, i) => (x[3 * i] || 1) + ((x[3 * i + 2] as number) % 3),
    );
    return { x: { rows: count, names, data: x, categories: [0, 0, 12] }, y };
  };
  const [learned, validation] = [made(900), made(300)];
  const told: number[] = [];
  const settings = { rounds: 25, rowShare: 0.6, columnShare: 0.7, patience: 25 };
  fitBoosting(learned, validation, settings, 1, { task: 'regression', classes: 0 }, (_, loss) => {
    told.push(loss);
    return true;
  });
  const best = told.indexOf(Math.min(...told)) + 1;
  const again = { ...settings, rounds: best };
  const model = fitBoosting(learned, undefined, again, 1, { task: 'regression', classes: 0 });
  const errors = scoreModel(model, validation.x).map(
    (score, i) => (score - (validation.y[i] as number)) ** 2,
  );
  expect(told[best - 1]).toBeCloseTo(errors.reduce((sum, error) => sum + error) / errors.length, 12);
});
