import { describe, expect, it } from 'vitest';
import { type Bounds, coverage, coverageByBand } from '../metrics/coverage.ts';
import { logLoss } from '../metrics/probabilities.ts';
import { calibrationError, reliabilityOfLabel } from '../metrics/reliability.ts';
import type { LinearModel } from '../models/model.ts';
import { scoreModel } from '../models/score.ts';
import { softmax } from '../models/softmax.ts';
import { normal, seeded } from '../random.ts';
import { answerClassification, answerRegression } from './answer.ts';
import { fitClassificationHead } from './classification-head.ts';
import { conformalQuantile } from './conformal-quantile.ts';
import { fitRegressionHead } from './regression-head.ts';
import { shiftOf } from './shift.ts';

/** log price = 12 + 0.8 z, exactly what is known of it. */
const known: LinearModel = {
  kind: 'linear',
  outputs: 1,
  coefficients: [Float64Array.of(0, 0.8)],
  intercepts: Float64Array.of(12),
  fill: Float64Array.of(0, 0),
};

/** Log prices around 12.1 + 0.8 z, spread over 0.1 where x < 0 and 0.6 elsewhere. */
function prices(rows: number, seed: number) {
  const random = seeded(seed);
  const data = new Float32Array(2 * rows).map(() => normal(random));
  const y = Float64Array.from({ length: rows }, (_, i) => {
    const [x, z] = [data[2 * i] as number, data[2 * i + 1] as number];
    return 12.1 + 0.8 * z + (x < 0 ? 0.1 : 0.6) * normal(random);
  });
  return { x: { rows, names: ['x', 'z'], data }, y };
}

describe('an interval', () => {
  const options = { transform: 'log', level: 0.9, seed: 1 } as const;
  const head = fitRegressionHead(known, prices(2000, 1), prices(1500, 2), options);
  const unseen = prices(10_000, 3);
  const answer = answerRegression(head, scoreModel(known, unseen.x), unseen.x);
  const actual = unseen.y.map(Math.exp);
  const of = (values: Float64Array, keep: (x: number) => boolean) =>
    values.filter((_, i) => keep(unseen.x.data[2 * i] as number));

  it('holds 90 % of unseen rows, and nearly as many where errors are small and where they are large', () => {
    const held = (keep: (x: number) => boolean) =>
      coverage(of(actual, keep), { lower: of(answer.lower, keep), upper: of(answer.upper, keep) });
    expect(Math.abs(held(() => true) - 0.9)).toBeLessThan(0.015);
    expect(held((x) => x < 0)).toBeGreaterThan(0.85);
    expect(held((x) => x >= 0)).toBeGreaterThan(0.85);
  });

  it('holds over 85 % of every tenth of the prices, be they answered or actual, which a plain one does not', () => {
    const { profile: _, ...interval } = head.interval;
    const plain = answerRegression({ ...head, interval }, scoreModel(known, unseen.x), unseen.x);
    const least = (by: Float64Array, bounds: Bounds) =>
      Math.min(...coverageByBand(by, actual, bounds).map((tenth) => tenth.coverage));
    expect(least(actual, answer)).toBeGreaterThan(0.85);
    expect(least(answer.prediction, answer)).toBeGreaterThan(0.85);
    expect(least(actual, plain)).toBeLessThan(0.82);
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

  it('is the same for the same rows', () => {
    expect(fitRegressionHead(known, prices(2000, 1), prices(1500, 2), options)).toEqual(head);
  });

  it('of prices that mostly are one price, and capped, is no steeper than float32 can follow', () => {
    const lumped = (rows: number, seed: number) => {
      const made = prices(rows, seed);
      return { ...made, y: made.y.map((y, i) => (i % 5 < 3 ? 12 + 1e-7 * (i % 3) : Math.min(y, 12.6))) };
    };
    const { profile } = fitRegressionHead(known, lumped(2000, 1), lumped(1500, 2), options).interval;
    for (const curve of [profile?.reached, profile?.centred]) {
      const steps = [...(curve?.knots ?? [])].map(
        (knot, k, all) => knot - (all[k - 1] ?? Number.NEGATIVE_INFINITY),
      );
      expect(steps.length).toBeGreaterThan(1);
      expect(Math.min(...steps)).toBeGreaterThan(0.02);
    }
  });

  it('of few rows has no profile, and none of a constant target', () => {
    expect(
      fitRegressionHead(known, prices(300, 1), prices(300, 2), options).interval.profile,
    ).toBeUndefined();
    const { x } = prices(2000, 1);
    const constant = { x, y: new Float64Array(2000).fill(12) };
    const none: LinearModel = { ...known, coefficients: [Float64Array.of(0, 0)] };
    const interval = fitRegressionHead(none, constant, constant, options).interval;
    expect(interval.profile).toBeUndefined();
    expect(Number.isFinite(interval.quantile)).toBe(true);
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

describe('the centre', () => {
  const y = Float64Array.of(1, 2, 3, 4, 100).map(Math.log);
  const raw = new Float64Array(5);

  it('of means has the sum of what is answered, and weights count', () => {
    expect(shiftOf('mean', 'log', { y }, raw)).toBeCloseTo(Math.log(110 / 5), 12);
    const weight = Float64Array.of(1, 1, 1, 1, 0.1);
    expect(shiftOf('mean', 'log', { y, weight }, raw)).toBeCloseTo(Math.log(20 / 4.1), 12);
    expect(
      shiftOf('mean', 'identity', { y: Float64Array.of(1, 3), weight: Float64Array.of(3, 1) }, raw),
    ).toBe(1.5);
  });

  it('of medians has as many targets above as below', () => {
    expect(shiftOf('median', 'log', { y }, raw)).toBeCloseTo(Math.log(3), 12);
    const weight = Float64Array.of(1, 1, 5, 9, 1);
    expect(shiftOf('median', 'log', { y, weight }, raw)).toBeCloseTo(Math.log(4), 12);
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
    expect(calibrationError(reliabilityOfLabel(unseen.y, mended, 3))).toBeLessThan(0.03);
    head.scale.forEach((scale) => {
      expect(scale).toBeCloseTo(1 / 3, 1);
    });
  });
});
