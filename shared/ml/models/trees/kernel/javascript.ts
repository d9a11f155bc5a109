/** The kernel in plain JavaScript: for machines without SIMD, and to check the other one against. */
import type { Kernel, SoughtNode, Summands, Sums } from './kernel.ts';
import { worthOf } from './worth.ts';

export function javascriptKernel(): Kernel {
  return {
    uint8: (length) => new Uint8Array(length),
    uint16: (length) => new Uint16Array(length),
    uint32: (length) => new Uint32Array(length),
    int32: (length) => new Int32Array(length),
    float32: (length) => new Float32Array(length),
    float64: (length) => new Float64Array(length),
    summing,
    partition,
    add,
    bin,
    greatest,
    round,
    close() {},
  };
}

/** A call of `sum`, with what it is about. */
interface Job extends Summands {
  readonly histogram: Float64Array;
  readonly parent: Float64Array | null;
  readonly start: number;
  readonly end: number;
  readonly node: SoughtNode | null;
  readonly other: SoughtNode | null;
}

const summing: Kernel['summing'] = (of) => ({
  sum(histogram, parent, start, end, node, other) {
    const job = { ...of, histogram, parent, start, end, node, other };
    for (const column of job.columns) clear(job, column);
    if (job.hessian) addWeighted(job, job.hessian);
    else addCounts(job);
    for (const column of job.columns) finish(job, column);
  },
  find: findIn(of),
});

function clear({ histogram, layout: { offsets } }: Job, column: number): void {
  histogram.fill(0, 2 * (offsets[column] as number), 2 * (offsets[column + 1] as number));
}

function addCounts({ histogram, layout, columns, rows, start, end, gradient }: Job): void {
  const { places, width } = layout;
  for (let i = start; i < end; i++) {
    const row = rows[i] as number;
    const g = gradient[row] as number;
    const first = row * width;
    for (let k = 0; k < columns.length; k++) {
      const at = 2 * (places[first + (columns[k] as number)] as number);
      (histogram[at] as number) += g;
      (histogram[at + 1] as number) += 1;
    }
  }
}

function addWeighted(job: Job, hessian: Float64Array): void {
  const { histogram, layout, columns, rows, start, end, gradient } = job;
  const { places, width } = layout;
  for (let i = start; i < end; i++) {
    const row = rows[i] as number;
    const g = gradient[row] as number;
    const h = hessian[row] as number;
    const first = row * width;
    for (let k = 0; k < columns.length; k++) {
      const at = 2 * (places[first + (columns[k] as number)] as number);
      (histogram[at] as number) += g;
      (histogram[at + 1] as number) += h;
    }
  }
}

/** What is to be done with a column whose pairs are complete. */
function finish(job: Job, column: number): void {
  const { histogram, parent, node, other } = job;
  if (parent) subtract(job, parent, column);
  if (node) seek(job, node, histogram, column);
  if (other && parent) seek(job, other, parent, column);
}

function subtract({ histogram, layout: { offsets } }: Job, parent: Float64Array, column: number): void {
  const end = 2 * (offsets[column + 1] as number);
  for (let i = 2 * (offsets[column] as number); i < end; i++) (parent[i] as number) -= histogram[i] as number;
}

function seek(
  { layout, lambda, leastHessian }: Job,
  node: SoughtNode,
  histogram: Float64Array,
  column: number,
): void {
  if (layout.thresholds[column] === 0) return;
  let most = 0;
  eachWorth({ layout, lambda, leastHessian }, histogram, column, node.gradient, node.hessian, (worth) => {
    if (worth > most) most = worth;
    return false;
  });
  node.worths[column] = most;
}

function findIn(of: Summands): Sums['find'] {
  return (histogram, column, gradient, hessian, wanted) =>
    eachWorth(of, histogram, column, gradient, hessian, (worth) => worth === wanted);
}

/**
 * What each threshold is worth that leaves enough weight on both sides: first with what is missing on the right, then
 * with it on the left, until `use` has enough.
 *
 * @returns of that threshold the bin twice, and 1 more when what is missing is on the left; 0: never enough
 */
function eachWorth(
  { layout, lambda, leastHessian }: Pick<Summands, 'layout' | 'lambda' | 'leastHessian'>,
  histogram: Float64Array,
  column: number,
  gradient: number,
  hessian: number,
  use: (worth: number) => boolean,
): number {
  const first = 2 * (layout.offsets[column] as number);
  const slots = layout.thresholds[column] as number;
  const both = hessian + 2 * lambda;
  const missing = histogram[first] as number;
  const penalty = lambda + (histogram[first + 1] as number);
  let g = 0;
  let h = 0;
  const isEnough = (gradientLeft: number, left: number): boolean => {
    const right = both - left;
    if (!(left >= leastHessian && right >= leastHessian)) return false;
    return use(worthOf(gradientLeft, gradient - gradientLeft, left, right));
  };
  for (let bin = 1; bin < slots; bin++) {
    g += histogram[first + 2 * bin] as number;
    h += histogram[first + 2 * bin + 1] as number;
    if (isEnough(g, h + lambda)) return 2 * bin;
    if (isEnough(g + missing, h + penalty)) return 2 * bin + 1;
  }
  return 0;
}

/** Without branches, as which way a row goes cannot be foretold. */
const partition: Kernel['partition'] = (rows, spare, start, end, bins, leftBins) => {
  let left = start;
  let right = 0;
  for (let i = start; i < end; i++) {
    const row = rows[i] as number;
    const goesLeft = leftBins[bins[row] as number] as number;
    rows[left] = row;
    spare[right] = row;
    left += goesLeft;
    right += 1 - goesLeft;
  }
  rows.set(spare.subarray(0, right), left);
  return left;
};

const add: Kernel['add'] = (scores, first, stride, rows, start, end, value) => {
  for (let i = start; i < end; i++) (scores[first + stride * (rows[i] as number)] as number) += value;
};

const greatest: Kernel['greatest'] = (values) => {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i] as number));
  return most;
};

const round: Kernel['round'] = (values, shift) => {
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) + shift - shift;
};

const bin: Kernel['bin'] = (values, width, feature, bounds, into) => {
  for (let row = 0; row < into.length; row++) {
    const value = values[row * width + feature] as number;
    let below = 0;
    for (let step = 128; step >= 1; step >>= 1)
      if ((bounds[below + step - 1] as number) < value) below += step;
    into[row] = Number.isNaN(value) ? 0 : below + 1;
  }
};
