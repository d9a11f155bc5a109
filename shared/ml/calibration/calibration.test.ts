import { describe, expect, it } from 'vitest';
import { coverage } from '../metrics/coverage.ts';
import { expectedCalibrationError, logLoss } from '../metrics/probabilities.ts';
import type { TreeEnsemble } from '../models/model.ts';
import { scoreModel } from '../models/score.ts';
import { softmax } from '../models/softmax.ts';
import { normal, seeded } from '../random.ts';
import { answerClassification, answerRegression } from './answer.ts';
import { fitClassificationHead } from './classification-head.ts';
import { conformalQuantile } from './conformal.ts';
import { fitRegressionHead } from './regression-head.ts';

/** A model that always says 12. */
const flat: TreeEnsemble = { kind: 'trees', outputs: 1, base: Float64Array.of(12), trees: [] };

/** Log prices around 12.1, spread over 0.1 where x < 0 and 0.6 elsewhere. */
function prices(rows: number, seed: number) {
  const random = seeded(seed);
  const data = new Float32Array(rows).map(() => normal(random));
  const y = Float64Array.from(data, (x) => 12.1 + (x < 0 ? 0.1 : 0.6) * normal(random));
  return { x: { rows, names: ['x'], data }, y };
}

describe('an interval', () => {
  const head = fitRegressionHead(flat, prices(2000, 1), prices(1500, 2), {
    transform: 'log',
    level: 0.9,
    seed: 1,
  });
  const unseen = prices(5000, 3);
  const answer = answerRegression(head, scoreModel(flat, unseen.x), unseen.x);
  const actual = unseen.y.map(Math.exp);
  const of = (values: Float64Array, keep: (x: number) => boolean) =>
    values.filter((_, i) => keep(unseen.x.data[i] as number));

  it('holds 90 % of unseen rows, where errors are small as where they are large', () => {
    for (const keep of [() => true, (x: number) => x < 0, (x: number) => x >= 0]) {
      const held = coverage(of(actual, keep), of(answer.lower, keep), of(answer.upper, keep));
      expect(Math.abs(held - 0.9)).toBeLessThan(0.03);
    }
  });

  it('is narrow where errors are small', () => {
    const width = (keep: (x: number) => boolean) => {
      const ratios = of(
        answer.upper.map((upper, i) => Math.log(upper / (answer.lower[i] as number))),
        keep,
      );
      return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
    };
    expect(width((x) => x >= 0) / width((x) => x < 0)).toBeGreaterThan(3);
  });

  it('has the answer inside, and answers have the mean of what they answer', () => {
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(
      answer.prediction.every((p, i) => p > (answer.lower[i] as number) && p < (answer.upper[i] as number)),
    ).toBe(true);
    expect(mean(answer.prediction) / mean(actual)).toBeCloseTo(1, 1);
  });

  it('takes the finite-sample quantile, and refuses a level that rows cannot promise', () => {
    const values = Float64Array.from({ length: 19 }, (_, i) => i + 1);
    expect(conformalQuantile(values, 0.9)).toBe(18);
    expect(() => conformalQuantile(values.slice(0, 8), 0.9)).toThrow('at least 9');
  });
});

describe('class probabilities', () => {
  /** Scores that are three times too sure, and lean to the first class. */
  function labelled(rows: number, seed: number) {
    const random = seeded(seed);
    const raw = new Float64Array(rows * 3).map(() => normal(random));
    const truth = softmax(raw, 3);
    const y = Float64Array.from({ length: rows }, (_, i) => {
      const u = random();
      return u < (truth[3 * i] as number)
        ? 0
        : u < (truth[3 * i] as number) + (truth[3 * i + 1] as number)
          ? 1
          : 2;
    });
    return { y, raw: raw.map((score, i) => 3 * score + (i % 3 === 0 ? 1 : 0)) };
  }

  it('are mended: as good as the truth, and meaning what they say', () => {
    const { y, raw } = labelled(4000, 1);
    const head = fitClassificationHead(['a', 'b', 'c'], y, raw);
    const unseen = labelled(4000, 2);
    const mended = answerClassification(head, unseen.raw);
    const truth = softmax(
      unseen.raw.map((score, i) => (score - (i % 3 === 0 ? 1 : 0)) / 3),
      3,
    );
    expect(logLoss(unseen.y, mended, 3)).toBeLessThan(logLoss(unseen.y, truth, 3) + 0.005);
    expect(expectedCalibrationError(unseen.y, mended, 3)).toBeLessThan(0.03);
    head.scale.forEach((scale) => {
      expect(scale).toBeCloseTo(1 / 3, 1);
    });
  });
});
