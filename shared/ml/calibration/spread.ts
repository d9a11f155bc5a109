/** How large errors are for a row: a small boosted ensemble of the logarithm of absolute errors. */
import { quantile } from '../../stats/quantile.ts';
import type { TreeEnsemble } from '../models/model.ts';
import { scoreModel } from '../models/score.ts';
import { fitBoosting } from '../models/trees/boosting.ts';
import { below, seeded } from '../random.ts';
import type { Matrix } from '../table.ts';

/** Small and smooth: it has but the rows set aside to learn from. */
const SETTINGS = {
  rounds: 60,
  learningRate: 0.1,
  maxLeaves: 8,
  minChildWeight: 40,
  lambda: 10,
  rowShare: 1,
  columnShare: 1,
  maxBins: 63,
};
/** Share of the median error under which an error counts as that, as its logarithm would run away. */
const LEAST_ERROR = 0.02;
const FOLDS = 5;

/** Features of rows that the model was not fitted on, and how far it was off, in its space. */
export interface Errors {
  readonly x: Matrix;
  readonly errors: Float64Array;
}

/** Its score is the logarithm of a row's typical error. */
export function fitSpread({ x, errors }: Errors, seed: number): TreeEnsemble {
  const sizes = errors.map(Math.abs);
  const least = LEAST_ERROR * quantile(sizes.slice().sort(), 0.5) || Number.EPSILON;
  const y = sizes.map((size) => Math.log(Math.max(size, least)));
  // How far off answers are follows no direction that the answers themselves follow.
  const { monotone: _, ...free } = x;
  const model = fitBoosting({ x: free, y }, undefined, SETTINGS, seed, { task: 'regression', classes: 0 });
  if (model.kind !== 'trees') throw new Error('boosting gave no trees');
  return model;
}

/** The typical error of each row as told by the other rows: each fifth by an ensemble fitted on the other four. */
export function spreadOutOfFold({ x, errors }: Errors, seed: number): Float64Array {
  const random = seeded(seed, 'spread folds');
  const fold = Uint8Array.from(errors, () => below(random, FOLDS));
  const sizes = new Float64Array(x.rows);
  for (let k = 0; k < FOLDS; k++) {
    const rowsWhere = (keep: (of: number) => boolean) =>
      Array.from(fold.keys()).filter((row) => keep(fold[row] as number));
    const rest = rowsWhere((of) => of !== k);
    const own = rowsWhere((of) => of === k);
    if (rest.length === 0 || own.length === 0) continue;
    const spread = fitSpread(
      { x: take(x, rest), errors: Float64Array.from(rest, (row) => errors[row] as number) },
      seed,
    );
    const scores = scoreModel(spread, take(x, own));
    own.forEach((row, i) => {
      sizes[row] = Math.exp(scores[i] as number);
    });
  }
  return sizes;
}

function take(x: Matrix, rows: readonly number[]): Matrix {
  const width = x.names.length;
  const data = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    data.set(x.data.subarray(row * width, (row + 1) * width), i * width);
  });
  return { ...x, rows: rows.length, data };
}
