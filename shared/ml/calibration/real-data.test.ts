/** What heads promise, kept on rows of real data that nothing has been fitted on. */
import { describe, expect, it } from 'vitest';
import { realRows } from '../../../tests/real-rows.ts';
import type { Dataset } from '../../datasets/declaration.ts';
import { diabetes } from '../../datasets/diabetes/index.ts';
import { realtor } from '../../datasets/realtor/index.ts';
import { targetInModelSpace, taskOf } from '../../datasets/target.ts';
import { weightsOf } from '../../datasets/weights.ts';
import { examplesOf } from '../../tracking/parts.ts';
import type { TrainingData } from '../../tracking/workspace.ts';
import { fitTransform } from '../features/fit.ts';
import { coverage, coverageByBand } from '../metrics/coverage.ts';
import { classificationMetrics } from '../metrics/metrics.ts';
import { families } from '../models/families.ts';
import type { Examples } from '../models/family.ts';
import type { Model } from '../models/model.ts';
import { scoreModel } from '../models/score.ts';
import { softmax } from '../models/softmax.ts';
import { type Part, partOf } from '../split.ts';
import { answerClassification, answerRegression, type RegressionAnswer } from './answer.ts';
import { fitClassificationHead } from './classification-head.ts';
import { fitRegressionHead } from './regression-head.ts';

/** As `train` makes it. */
function dataOf(dataset: Dataset): TrainingData | undefined {
  const rows = realRows(dataset);
  if (!rows) return undefined;
  const target = targetInModelSpace(dataset, rows.table);
  const used = rows.bucket.map((bucket) => (partOf(bucket) === 'train' ? 1 : 0));
  const weight = weightsOf(dataset, rows.table);
  const { matrix } = fitTransform(dataset.features, rows.table, target, taskOf(dataset), used, {
    seed: 1,
    groups: Array.from(rows.bucket, String),
  });
  return { matrix, target, bucket: rows.bucket, ...(weight ? { weight } : {}) };
}

const REGRESSION = { task: 'regression', classes: 0 } as const;

describe('on realtor.csv.gz (skipped when ../shared/data is absent)', () => {
  const data = dataOf(realtor);
  it.skipIf(!data)(
    'a 90 % interval holds 90 % of rows held out, and over 85 % of each tenth of prices, answered or actual',
    () => {
      if (!data) return;
      const part = (name: Part) => examplesOf(data, name);
      const [train, one, two, three] = [part('train'), part('validation'), part('calibration'), part('test')];
      const model = families.boosting.fit(train, one, { rounds: 200, learningRate: 0.1 }, 1, REGRESSION);
      // Each part is held out in turn: three times the rows tell more of a tenth.
      const seen = [
        [one, two, three],
        [two, three, one],
        [three, one, two],
      ].map(([a, b, unseen]) => answered(model, a as Examples, b as Examples, unseen as Examples));
      const all = (of: (answer: Answered) => Float64Array) =>
        Float64Array.from(seen.flatMap((s) => [...of(s)]));
      const actual = all((s) => s.actual);
      const prediction = all((s) => s.prediction);
      const bounds = { lower: all((s) => s.lower), upper: all((s) => s.upper) };
      expect(Math.abs(coverage(actual, bounds) - 0.9)).toBeLessThan(0.015);
      for (const by of [prediction, actual])
        for (const tenth of coverageByBand(by, actual, bounds)) expect(tenth.coverage).toBeGreaterThan(0.85);
      const ordered = prediction.every((p, i) => p >= (bounds.lower[i] ?? p) && p <= (bounds.upper[i] ?? p));
      expect(ordered).toBe(true);
    },
    120_000,
  );
});

describe('on diabetes.csv.gz (skipped when ../shared/data is absent)', () => {
  const data = dataOf(diabetes);
  it.skipIf(!data)(
    'probabilities of each class, and of the likeliest, mean what they say, and no log loss is paid for it',
    () => {
      if (!data) return;
      const { classes } = taskOf(diabetes) as { classes: readonly string[] };
      const part = (name: Part) => examplesOf(data, name);
      const [train, one, two, three] = [part('train'), part('validation'), part('calibration'), part('test')];
      const parameters = { rounds: 80, learningRate: 0.15, maxLeaves: 15 };
      const task = { task: 'classification', classes: classes.length } as const;
      const model = families.boosting.fit(train, one, parameters, 1, task);
      // Fitted on each part in turn, judged on the next: of fewer rows chance alone makes an error of 0.015.
      const seen = [
        [one, two],
        [two, three],
        [three, one],
      ].map(([known, unseen]) => {
        const { y, x } = known as Examples;
        const head = fitClassificationHead(classes, y, scoreModel(model, x));
        const raw = scoreModel(model, (unseen as Examples).x);
        const y2 = (unseen as Examples).y;
        return { y: y2, before: softmax(raw, classes.length), after: answerClassification(head, raw) };
      });
      const joined = (of: 'y' | 'before' | 'after') => Float64Array.from(seen.flatMap((s) => [...s[of]]));
      const before = classificationMetrics(joined('y'), joined('before'), classes);
      const after = classificationMetrics(joined('y'), joined('after'), classes);
      for (const name of ['ece', ...classes.map((name) => `ece_${name}`)])
        expect(after[name]).toBeLessThan(0.02);
      expect(after.log_loss).toBeLessThan((before.log_loss as number) + 0.0005);
    },
    180_000,
  );
});

type Answered = RegressionAnswer & { actual: Float64Array };

function answered(model: Model, validation: Examples, calibration: Examples, unseen: Examples): Answered {
  const options = { transform: 'log', center: 'median', seed: 1 } as const;
  const head = fitRegressionHead(model, validation, calibration, options);
  return {
    ...answerRegression(head, scoreModel(model, unseen.x), unseen.x),
    actual: unseen.y.map(Math.exp),
  };
}
