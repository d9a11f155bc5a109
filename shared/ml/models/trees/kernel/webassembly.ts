/** The kernel in WebAssembly, compiled from kernel.as. */
import { COMPILED } from './compiled.ts';
import type { Helpers, Kernel, SoughtNode, Summands } from './kernel.ts';
import { type SharedRoom, sharedRoom } from './memory.ts';
import type { Room } from './room.ts';

/** What kernel.as exports; pointers are bytes. */
interface Exports {
  ready(): number;
  run(parts: number): void;
  dismiss(): void;
  bin(values: number, width: number, count: number, bounds: number, into: number): void;
  greatest(values: number, count: number): number;
  round(values: number, count: number, shift: number): void;
  partition(rows: number, spare: number, start: number, end: number, bins: number, leftBins: number): number;
}

/** Where kernel.as has the words of the job, and the numbers; in its order. */
const JOB = 256;
const JOB_WORDS = 16;
const JOB_NUMBERS = 6;
/** Additions below which another thread's help costs more than it brings: to wake it, and to share a core's caches. */
const SMALL = 60_000;

let known: WebAssembly.Module | undefined;

/** @throws CompileError or RangeError where there is no SIMD, or no address space for the memory */
export function webassemblyKernel(helpers?: Helpers): Kernel {
  const compiled = known ?? new WebAssembly.Module(Buffer.from(COMPILED, 'base64'));
  known = compiled;
  const room = sharedRoom();
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory: room.memory } });
  const kernel = exports as Exports;
  const helped = helpers !== undefined && helpers.count > 0;
  if (helped) helpers.start(compiled, room.memory);
  return { ...room, ...bound(kernel, room, helped), close: () => kernel.dismiss() };
}

function bound(kernel: Exports, room: SharedRoom, helped: boolean): Omit<Kernel, keyof Room | 'close'> {
  const words = new Uint32Array(room.memory.buffer, JOB, JOB_WORDS);
  const numbers = new Float64Array(room.memory.buffer, JOB + 4 * JOB_WORDS, JOB_NUMBERS);
  return {
    summing(of) {
      words.set(wordsOf(of), 6);
      numbers.set([of.lambda, of.leastHessian], 4);
      const columns = of.columns.length;
      return (histogram, parent, start, end, node, other) => {
        words[0] = histogram.byteOffset;
        words[1] = parent ? parent.byteOffset : 0;
        words[2] = start;
        words[3] = end;
        words[4] = node ? node.worths.byteOffset : 0;
        words[5] = other ? other.worths.byteOffset : 0;
        writeNode(numbers, 0, node, of.lambda);
        writeNode(numbers, 2, other, of.lambda);
        const isLarge = (end - start) * columns >= SMALL;
        kernel.run(helped && isLarge ? Math.min(1 + kernel.ready(), columns) : 1);
      };
    },
    partition(rows, spare, start, end, bins, leftBins) {
      const { byteOffset } = leftBins;
      return kernel.partition(rows.byteOffset, spare.byteOffset, start, end, bins.byteOffset, byteOffset);
    },
    bin(values, width, feature, bounds, into) {
      const first = values.byteOffset + 4 * feature;
      kernel.bin(first, width, into.length, bounds.byteOffset, into.byteOffset);
    },
    greatest: ({ byteOffset, length }) => kernel.greatest(byteOffset, length),
    round: ({ byteOffset, length }, shift) => kernel.round(byteOffset, length, shift),
  };
}

function wordsOf({ layout, columns, rows, gradient, hessian }: Summands): number[] {
  const { places, width, offsets, thresholds } = layout;
  const isAll = columns.length === layout.columns.length;
  return [
    places.byteOffset,
    width,
    places instanceof Uint32Array ? 1 : 0,
    rows.byteOffset,
    gradient.byteOffset,
    hessian ? hessian.byteOffset : 0,
    offsets.byteOffset,
    isAll ? 0 : columns.byteOffset,
    isAll ? width : columns.length,
    thresholds.byteOffset,
  ];
}

function writeNode(numbers: Float64Array, at: number, node: SoughtNode | null, lambda: number): void {
  if (!node) return;
  numbers[at] = node.gradient;
  numbers[at + 1] = node.hessian + 2 * lambda;
}
