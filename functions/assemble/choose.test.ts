import { describe, expect, test } from 'vitest';
import { realtor } from '../../shared/datasets/realtor/index.ts';
import type { LinearModel, TreeEnsemble } from '../../shared/ml/models/model.ts';
import { scoreModel } from '../../shared/ml/models/score.ts';
import type { Trial } from '../../shared/tracking/trials.ts';
import { choose, contenders, ranked } from './choose.ts';

const trial = (number: number, score: number | null, status: Trial['status'] = 'finished'): Trial => ({
  trial: number,
  round: 0,
  family: 'boosting',
  parameters: {},
  seed: 0,
  status,
  score,
  metrics: {},
  seconds: 1,
  curve: [],
});

describe('trials are ranked', () => {
  const numbers = (trials: readonly Trial[], better: 'higher' | 'lower') =>
    ranked(trials, better).map((one) => one.trial);

  test('by their score, those left out that failed or were given up', () => {
    const trials = [trial(0, 0.5), trial(1, null, 'failed'), trial(2, 0.7), trial(3, 0.9, 'stopped')];
    expect(numbers(trials, 'higher')).toEqual([2, 0]);
    expect(numbers(trials, 'lower')).toEqual([0, 2]);
  });

  test('and by their number where scores are equal, so that the order of their ends decides nothing', () => {
    expect(numbers([trial(1, 1), trial(0, 1)], 'higher')).toEqual([0, 1]);
    expect(numbers([trial(1, 1), trial(0, 1)], 'lower')).toEqual([0, 1]);
  });
});

describe('models are read', () => {
  /** A tree of so many leaves; nothing else of it is looked at. */
  const sized = (leaves: number): TreeEnsemble => ({
    kind: 'trees',
    outputs: 1,
    base: Float64Array.of(0),
    trees: [{ feature: new Int32Array(2 * leaves - 1) } as TreeEnsemble['trees'][number]],
  });
  const numbersOf = async (leaves: readonly [number, ...number[]]) => {
    const trials = leaves.map((_, number) => trial(number, 1)) as [Trial, ...Trial[]];
    const found = await contenders(trials, async (one) => sized(leaves[one.trial] as number));
    return found.map((candidate) => candidate.trial.trial);
  };

  test('of the best four that are not too large to be served', async () => {
    expect(await numbersOf([100, 20_000, 200, 300, 400, 500])).toEqual([0, 2, 3, 4]);
  });

  test('of the best one where all are too large', async () => {
    expect(await numbersOf([30_000, 20_000])).toEqual([0]);
  });
});

describe('of the best trials', () => {
  // One feature, four rows; a stump adds `left` to those at most 1 and `right` to the others.
  const validation = {
    x: { rows: 4, names: ['x'], data: Float32Array.of(0, 1, 2, 3) },
    y: Float64Array.of(11, 11, 13, 13),
  };
  const stump = (left: number, right: number): TreeEnsemble => ({
    kind: 'trees',
    outputs: 1,
    base: Float64Array.of(12),
    trees: [
      {
        feature: Int32Array.of(0, -1, -1),
        threshold: Float32Array.of(1, 0, 0),
        left: Int32Array.of(1, -1, -1),
        right: Int32Array.of(2, -1, -1),
        missingLeft: Uint8Array.of(0, 0, 0),
        value: Float64Array.of(0, left, right),
        cover: Float64Array.of(4, 2, 2),
        output: 0,
      },
    ],
  });
  const low = { trial: trial(4, 0.9), model: stump(-1.25, 0.75) };
  const high = { trial: trial(5, 0.8), model: stump(-0.75, 1.25) };
  const useless = { trial: trial(6, 0), model: stump(5, -5) };

  test('those are averaged that do better together', () => {
    const { members, model } = choose(realtor, [low, high, useless], validation);
    expect(members.map((member) => member.trial.trial)).toEqual([4, 5]);
    expect([...scoreModel(model, validation.x)]).toEqual([11, 11, 13, 13]);
  });

  test('the best one stays alone where others do not help', () => {
    const perfect = { trial: trial(3, 1), model: stump(-1, 1) };
    expect(choose(realtor, [perfect, low, high], validation)).toEqual({
      members: [perfect],
      model: perfect.model,
    });
  });

  test('a linear model is averaged with nothing', () => {
    const model: LinearModel = {
      kind: 'linear',
      outputs: 1,
      coefficients: [Float64Array.of(0.9)],
      intercepts: Float64Array.of(10.65),
      fill: Float64Array.of(0),
    };
    const linear = { trial: trial(3, 0.95), model };
    expect(choose(realtor, [linear, low, high], validation).members).toEqual([linear]);
    expect(choose(realtor, [low, linear, high], validation).members).toEqual([low, high]);
  });

  test('no more leaves are taken than answers have time for', () => {
    const many = (model: TreeEnsemble): TreeEnsemble => {
      const [tree] = model.trees;
      const idle = { ...tree, value: Float64Array.of(0, 0, 0) } as TreeEnsemble['trees'][number];
      return { ...model, trees: [...model.trees, ...new Array<typeof idle>(8000).fill(idle)] };
    };
    const heavy = [low, high].map((one) => ({ ...one, model: many(one.model) }));
    expect(choose(realtor, heavy as [typeof low, typeof high], validation).members).toHaveLength(1);
  });
});
