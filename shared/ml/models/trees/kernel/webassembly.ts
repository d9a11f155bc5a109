/** The kernel in WebAssembly, compiled from kernel.as and the .as files that it imports. */
import { COMPILED } from './compiled.ts';
import { HelperLost } from './helper-lost.ts';
import type { Helpers, Kernel, SoughtNode, Summands, Sums } from './kernel.ts';
import { sharedRoom } from './memory.ts';
import type { Room } from './room.ts';

/** What kernel.as exports; pointers are bytes, 0 for none. */
interface Exports {
  prepare(
    places: number,
    width: number,
    wide: number,
    rows: number,
    gradient: number,
    hessian: number,
    offsets: number,
    chosen: number,
    columns: number,
    slots: number,
    lambda: number,
    least: number,
  ): void;
  sum(
    histogram: number,
    parent: number,
    start: number,
    end: number,
    worths: number,
    gradient: number,
    both: number,
    worthsOther: number,
    gradientOther: number,
    bothOther: number,
  ): void;
  find(column: number, histogram: number, gradient: number, both: number, worth: number): number;
  partition(rows: number, spare: number, start: number, end: number, bins: number, leftBins: number): number;
  add(rows: number, start: number, end: number, scores: number, stride: number, value: number): void;
  greatest(values: number, count: number): number;
  round(values: number, count: number, shift: number): void;
  bin(values: number, width: number, count: number, bounds: number, into: number): void;
  dismiss(): void;
}

/** Word in which job.as has how long helpers are waited for, and the default, in milliseconds: a part takes some. */
const LONGEST = 208 / 4;
const PATIENCE = 30_000;

function abandon(): never {
  throw new HelperLost('a thread that helped a fit is gone, and its part of the work is not done: try again');
}

let known: WebAssembly.Module | undefined;

/** @throws CompileError or RangeError where there is no SIMD, or no address space for the memory */
export function webassemblyKernel(helpers?: Helpers): Kernel {
  const compiled = known ?? new WebAssembly.Module(Buffer.from(COMPILED, 'base64'));
  known = compiled;
  const room = sharedRoom();
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory: room.memory, abandon } });
  const kernel = exports as Exports;
  new Uint32Array(room.memory.buffer)[LONGEST] = helpers?.patience ?? PATIENCE;
  if (helpers && helpers.count > 0) helpers.start(compiled, room.memory);
  return { ...room, ...bound(kernel), close: () => kernel.dismiss() };
}

function bound(kernel: Exports): Omit<Kernel, keyof Room | 'close'> {
  return {
    summing: (of) => summing(kernel, of),
    partition(rows, spare, start, end, bins, leftBins) {
      const { byteOffset } = leftBins;
      return kernel.partition(rows.byteOffset, spare.byteOffset, start, end, bins.byteOffset, byteOffset);
    },
    add(scores, first, stride, rows, start, end, value) {
      kernel.add(rows.byteOffset, start, end, scores.byteOffset + 8 * first, 8 * stride, value);
    },
    bin(values, width, feature, bounds, into) {
      const first = values.byteOffset + 4 * feature;
      kernel.bin(first, width, into.length, bounds.byteOffset, into.byteOffset);
    },
    greatest: ({ byteOffset, length }) => kernel.greatest(byteOffset, length),
    round: ({ byteOffset, length }, shift) => kernel.round(byteOffset, length, shift),
  };
}

function summing(kernel: Exports, of: Summands): Sums {
  const { layout, columns, rows, gradient, hessian, lambda, leastHessian } = of;
  const isAll = columns.length === layout.columns.length;
  kernel.prepare(
    layout.places.byteOffset,
    layout.width,
    layout.places instanceof Uint32Array ? 1 : 0,
    rows.byteOffset,
    gradient.byteOffset,
    hessian ? hessian.byteOffset : 0,
    layout.offsets.byteOffset,
    isAll ? 0 : columns.byteOffset,
    isAll ? layout.width : columns.length,
    layout.thresholds.byteOffset,
    lambda,
    leastHessian,
  );
  const both = (node: SoughtNode | null): number => (node ? node.hessian + 2 * lambda : 0);
  return {
    sum(histogram, parent, start, end, node, other) {
      kernel.sum(
        histogram.byteOffset,
        parent ? parent.byteOffset : 0,
        start,
        end,
        node ? node.worths.byteOffset : 0,
        node ? node.gradient : 0,
        both(node),
        other ? other.worths.byteOffset : 0,
        other ? other.gradient : 0,
        both(other),
      );
    },
    find: (histogram, column, gradient, hessian, worth) =>
      kernel.find(column, histogram.byteOffset, gradient, hessian + 2 * lambda, worth),
  };
}
