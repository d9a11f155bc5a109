import { describe, expect, it } from 'vitest';
import { normal, seeded } from '../../../random.ts';
import type { Examples, Task } from '../../family.ts';
import { scoreModel } from '../../score.ts';
import { fitBoosting } from '../boosting.ts';
import { LOSSES, type LossSettings, objectiveOf, plainLoss } from './objective-of.ts';

const regression: Task = { task: 'regression', classes: 0 };
const random = seeded('losses');
const rows = 400;
/** Few enough values that each has its bin: with more of them bins would follow the rows. */
const x = {
  rows,
  names: ['a'],
  data: Float32Array.from({ length: rows }, () => Math.round(200 * random() - 100) / 100),
};
const weight = Float64Array.from({ length: rows }, () => 0.5 + random());

function examples(task: Task): Examples {
  const value = (i: number) => Math.sin(3 * (x.data[i] as number)) + 0.5 * normal(random);
  const y = Float64Array.from({ length: rows }, (_, i) => {
    if (task.task === 'regression') return value(i);
    return Math.min(task.classes - 1, Math.max(0, Math.round(value(i) + 0.5)));
  });
  return { x, y, weight };
}

const tasks: [string, Task, LossSettings, number][] = [
  ['squared', regression, plainLoss, 2],
  ['huber', regression, { ...plainLoss, loss: LOSSES.huber, huberDelta: 0.4 }, 1],
  ['quantile', regression, { ...plainLoss, loss: LOSSES.quantile, quantile: 0.8 }, 1],
  ['gamma', regression, { ...plainLoss, loss: LOSSES.gamma }, 2],
  ['two classes', { task: 'classification', classes: 2 }, plainLoss, 1],
  ['three classes', { task: 'classification', classes: 3 }, plainLoss, 1],
];

describe.each(tasks)('%s', (_name, task, settings, factor) => {
  const given = examples(task);
  const { outputs, base, derive, loss } = objectiveOf(given, task, settings);
  const total = weight.reduce((sum, each) => sum + each, 0);

  it('has the slope that its loss has', () => {
    const scores = Float64Array.from({ length: rows * outputs }, () => normal(random));
    const step = 1e-6;
    for (const { output, gradient } of derive(scores)) {
      for (let row = 0; row < 20; row++) {
        const slope = [step, -step].map((by) => {
          const moved = scores.slice();
          moved[row * outputs + output] = (moved[row * outputs + output] as number) + by;
          return loss(given, moved);
        });
        const expected = (((slope[0] as number) - (slope[1] as number)) / (2 * step)) * total;
        expect(factor * (gradient[row] as number)).toBeCloseTo(expected, 3);
      }
    }
  });

  it('takes a row of weight 2 as the row twice', () => {
    const { y } = given;
    const parameters = { ...settings, rounds: 5, rowShare: 1, columnShare: 1 };
    const doubled = Float64Array.from({ length: rows }, (_, row) => (row < 100 ? 2 : 1));
    const data = Float32Array.from([...x.data, ...x.data.subarray(0, 100)]);
    const twice = {
      x: { ...x, rows: rows + 100, data },
      y: Float64Array.from([...y, ...y.subarray(0, 100)]),
    };
    const scores = scoreModel(fitBoosting(twice, undefined, parameters, 1, task), x);
    const once = fitBoosting({ x, y, weight: doubled }, undefined, parameters, 1, task);
    scoreModel(once, x).forEach((score, i) => {
      expect(score).toBeCloseTo(scores[i] as number, 5);
    });
  });

  it('starts where no other constant is much better', () => {
    const at = (by: number) =>
      loss(
        given,
        Float64Array.from({ length: rows * outputs }, (_, i) => {
          return (base[i % outputs] as number) + (i % outputs === outputs - 1 ? by : 0);
        }),
      );
    expect(at(0)).toBeLessThan(at(0.1));
    expect(at(0)).toBeLessThan(at(-0.1));
  });
});

it.each([0.05, 0.5, 0.9])('the quantile loss leaves a share of %d below', (quantile) => {
  const given = { ...examples(regression), weight: new Float64Array(rows).fill(1) };
  const settings = { loss: LOSSES.quantile, quantile, rounds: 50, rowShare: 1, columnShare: 1 };
  const scores = scoreModel(fitBoosting(given, undefined, settings, 1, regression), x);
  const below = given.y.filter((value, row) => value <= (scores[row] as number)).length / rows;
  expect(Math.abs(below - quantile)).toBeLessThan(0.05);
});

it('the Huber loss is hardly moved by what the squared one runs after', () => {
  const given = examples(regression);
  const spoiled = given.y.map((value, row) => (row % 40 === 0 ? 1000 : value));
  const meanOf = (settings: Record<string, number>) => {
    const model = fitBoosting({ x, y: spoiled }, undefined, settings, 1, regression);
    return scoreModel(model, x).reduce((sum, score) => sum + score, 0) / rows;
  };
  expect(Math.abs(meanOf({ rounds: 100 }))).toBeGreaterThan(20);
  expect(Math.abs(meanOf({ rounds: 100, loss: LOSSES.huber, huberDelta: 1 }))).toBeLessThan(0.5);
});

it('a setting that no loss can have is refused', () => {
  const learning = (settings: Record<string, number>) => () =>
    fitBoosting(examples(regression), undefined, settings, 1, regression);
  expect(learning({ loss: 7 })).toThrow('loss is 7: expected one of {"squared":0,"huber":1');
  expect(learning({ loss: LOSSES.huber, huberDelta: 0 })).toThrow('huberDelta is 0');
  expect(learning({ loss: LOSSES.quantile, quantile: 1 })).toThrow('quantile is 1');
});
