/** The rows most like a row, in the model's own terms: what sold like this, who fared like this. */
import type { Model, TreeEnsemble } from '../models/model.ts';
import type { Matrix } from '../table.ts';
import { contributionCodes, coordinatesOf, stepsApart } from './contribution-codes.ts';
import { chosenTrees, leafCodes, sharedLeaves } from './leaf-codes.ts';

export interface Likeness {
  readonly row: number;
  /** 1 is alike in every term of the model, 0 in none. */
  readonly similarity: number;
}

/** What is kept of the rows. */
export interface NeighbourCodes {
  /** A multiple of 4: the last ones may be padding. */
  readonly rows: number;
  readonly codes: Uint8Array;
  /** Of a linear model: what its codes mean. A tree ensemble needs none. */
  readonly coordinates: ReturnType<typeof coordinatesOf> | null;
}

export function neighbourCodes(model: Model, x: Matrix): NeighbourCodes {
  const coordinates = model.kind === 'linear' ? coordinatesOf(model, x) : null;
  const padded = paddedTo4(x);
  return { rows: padded.rows, codes: codesOf(model, coordinates, padded), coordinates };
}

/** @param count rows that are wanted; @param known rows that are no padding @returns the most alike first */
export function nearestRows(
  model: Model,
  { codes, coordinates }: NeighbourCodes,
  query: Matrix,
  known: number,
  count: number,
): Likeness[] {
  const asked = codesOf(model, coordinates, query);
  if (coordinates) {
    const steps = stepsApart(codes, asked);
    return least(steps, known, count).map((row) => ({
      row,
      similarity: 1 / (1 + (steps[row] as number) / STEPS),
    }));
  }
  const shared = sharedLeaves(codes, asked);
  return greatest(shared, known, count).map((row) => ({
    row,
    similarity: (shared[row] as number) / asked.length,
  }));
}

/** So many steps apart (of 255 that the most important feature spans) is half alike. */
const STEPS = 64;

function codesOf(model: Model, coordinates: NeighbourCodes['coordinates'], x: Matrix): Uint8Array {
  return coordinates ? contributionCodes(coordinates, x) : leafCodes(chosenTrees(model as TreeEnsemble), x);
}

function paddedTo4({ rows, names, data }: Matrix): Matrix {
  const padded = Math.ceil(rows / 4) * 4;
  const more = new Float32Array(padded * names.length);
  more.set(data);
  return { rows: padded, names, data: more };
}

const least = (values: Float64Array, known: number, count: number): number[] =>
  greatest(
    values.map((value) => -value),
    known,
    count,
  );

/** Indices of the greatest of the first `known` values, the greatest first; of equals the first. */
function greatest(values: Float64Array | Uint8Array, known: number, count: number): number[] {
  const best: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < known; row++) {
    const value = values[row] as number;
    if (best.length === count && value <= last) continue;
    let at = best.length;
    while (at > 0 && (values[best[at - 1] as number] as number) < value) at--;
    best.splice(at, 0, row);
    if (best.length > count) best.pop();
    last = values[best.at(-1) as number] as number;
  }
  return best;
}
