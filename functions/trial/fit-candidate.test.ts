/** What of a fit's failures judges its candidate. */
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { realtor } from '../../shared/datasets/realtor/index.ts';
import { FitFailure } from '../../shared/ml/models/fit-failure.ts';
import { goesWith } from '../../shared/ml/models/trees/kernel/fixtures/going.ts';
import { HelperLost } from '../../shared/ml/models/trees/kernel/helper-lost.ts';
import type { Helpers } from '../../shared/ml/models/trees/kernel/kernel.ts';
import { normal, seeded } from '../../shared/ml/random.ts';
import { fitCandidate } from './fit-candidate.ts';

const random = seeded('candidate');
const rows = 100_000;
const names = ['a', 'b', 'c'];
const data = {
  matrix: { rows, names, data: Float32Array.from({ length: 3 * rows }, () => normal(random)) },
  target: Float64Array.from({ length: rows }, () => 12 + normal(random)),
  bucket: Uint8Array.from({ length: rows }, (_, row) => row % 100),
};
const candidate = { family: 'boosting', parameters: { rounds: 2000 }, seed: 1, rungs: [] } as const;

it.each([
  ['a setting that there is not', { depht: 3 }],
  ['a number of bins that there is not', { maxBins: 1000 }],
  ['a loss that there is not', { loss: 17 }],
])('%s is the candidate’s own fault', (_, parameters) => {
  expect(() => fitCandidate(realtor, data, { ...candidate, parameters })).toThrow(FitFailure);
});

it('a target that is no number judges every candidate', () => {
  const target = data.target.map((value, row) => (row === 1 ? Number.NaN : value));
  expect(() => fitCandidate(realtor, { ...data, target }, candidate)).toThrow(FitFailure);
});

it('a thread that is gone judges nobody', () => {
  const helpers: Helpers = {
    count: 1,
    patience: 100,
    start(module, memory) {
      new Worker(goesWith(''), { eval: true, workerData: { module, memory } }).unref();
    },
    withoutKernel(error) {
      throw error;
    },
  };
  // So many rounds that the thread has come long before the last.
  expect(() => fitCandidate(realtor, data, candidate, helpers)).toThrow(HelperLost);
});
