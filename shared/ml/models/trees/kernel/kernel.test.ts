import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { helpersOf } from '../../../../runtime/threads.ts';
import { normal, type Random, seeded } from '../../../random.ts';
import type { Matrix } from '../../../table.ts';
import type { Examples } from '../../family.ts';
import type { Tree } from '../../model.ts';
import { boosting } from '../boosting-family.ts';
import { boostingSettings } from '../boosting-settings.ts';
import { type SampledTreeSettings, treeSampler } from '../sampled-tree.ts';
import { javascriptKernel } from './javascript.ts';
import type { Helpers, Kernel } from './kernel.ts';
import { webassemblyKernel } from './webassembly.ts';

const regression = { task: 'regression', classes: 0 } as const;
const everything = { rowShare: 1, columnShare: 1, splitShare: 1 };

/** Numbers with gaps and ties, the values of a text column as 0/1, codes of categories, and whole numbers. */
function made(rows: number, seed: number, more: Partial<Matrix> = {}): Examples & { weight: Float64Array } {
  const random = seeded(seed);
  const names = ['a', 'b', 'p', 'q', 'r', 'code', 'whole'];
  const data = new Float32Array(rows * names.length);
  const y = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const at = row * names.length;
    data[at] = random() < 0.1 ? Number.NaN : normal(random);
    data[at + 1] = Math.exp(2 * normal(random));
    data[at + 2 + Math.floor(3 * random())] = 1;
    data[at + 5] = Math.floor(9 * random());
    data[at + 6] = Math.round(5 * random());
    y[row] = (data[at] || 3) * (data[at + 2] as number) + ((data[at + 5] as number) % 3) + normal(random);
  }
  const weight = Float64Array.from({ length: rows }, () => 0.1 + random());
  return { x: { rows, names, data, categories: [0, 0, 0, 0, 0, 9, 0], ...more }, y, weight };
}

/** Trees by the residuals of those before, on derivatives that are no round numbers. */
function grown(kernel: Kernel, examples: Examples, settings: Partial<SampledTreeSettings> = {}): Tree[] {
  const all = { ...boostingSettings, rate: 0.3, minChildWeight: 3, ...settings };
  const sampler = treeSampler(examples, all, seeded(1, 'kernel'), kernel);
  const scores = kernel.float64(examples.y.length);
  return Array.from({ length: 8 }, () => {
    sampler.draw();
    const gradient = scores.map((score, i) => (score - (examples.y[i] as number)) / 3);
    return sampler.grow({ gradient, hessian: examples.weight ?? null }, 0, scores);
  });
}

describe('trees of either kernel are the same', () => {
  const { weight, ...examples } = made(3000, 1);
  const wide = wideExamples(300, seeded(2));
  it.each<[string, Examples, Partial<SampledTreeSettings>]>([
    ['on all rows and columns', examples, everything],
    ['on samples', examples, { rowShare: 0.6, columnShare: 0.7, splitShare: 0.6 }],
    ['with weights', { ...examples, weight }, everything],
    ['with weights on samples', { ...examples, weight }, { rowShare: 0.6, columnShare: 0.5 }],
    ['without penalties', { ...examples, weight }, { ...everything, lambda: 0, minChildWeight: 0 }],
    ['with an L1 penalty', examples, { ...everything, alpha: 2 }],
    ['under a monotone column', { ...examples, x: { ...examples.x, monotone: [1, 0, 0, 0, 0, 0, 0] } }, {}],
    ['with few bins', examples, { maxBins: 7 }],
    ['with more places than 16 bits number', wide, { ...everything, maxLeaves: 4 }],
    ['on one row', made(1, 3), { minChildWeight: 0 }],
  ])('%s', (_, given, settings) => {
    expect(grown(webassemblyKernel(), given, settings)).toEqual(grown(javascriptKernel(), given, settings));
  });
});

it('the greatest magnitude is found, and what is no number, wherever it stands', () => {
  const kernel = webassemblyKernel();
  for (const count of [1, 2, 7, 8, 9, 23]) {
    const values = kernel.float64(count);
    for (let at = 0; at < count; at++) {
      values.fill(1)[at] = -2;
      expect(kernel.greatest(values)).toBe(2);
      values[at] = Number.NaN;
      expect(kernel.greatest(values)).toBeNaN();
    }
  }
});

/** 280 columns of 255 bins. */
function wideExamples(rows: number, random: Random): Examples {
  const names = Array.from({ length: 280 }, (_, i) => `f${i}`);
  const data = Float32Array.from({ length: rows * names.length }, () => normal(random));
  return { x: { rows, names, data }, y: Float64Array.from({ length: rows }, () => normal(random)) };
}

describe('helping threads', () => {
  /** Where kernel.as counts the threads that have come to work. */
  const READY = 196 / 4;

  it('change nothing in a fit', () => {
    const examples = made(30_000, 4);
    const settings = { ...everything, rounds: 60 };
    const memories: WebAssembly.Memory[] = [];
    const three = helpersOf(3);
    const watched: Helpers = {
      ...three,
      start(module, memory) {
        memories.push(memory);
        three.start(module, memory);
      },
    };
    const alone = boosting.fit(examples, undefined, settings, 1, regression);
    const helped = boosting.fit(examples, undefined, settings, 1, regression, undefined, watched);
    expect(helped).toEqual(alone);
    const [memory] = memories;
    expect(new Int32Array(memory?.buffer ?? new SharedArrayBuffer(1024))[READY]).toBeGreaterThan(0);
  });

  it('change nothing in what is done row by row, however many there are', () => {
    for (const threads of [2, 4]) {
      const kernel = webassemblyKernel(helpersOf(threads));
      const come = new Int32Array(kernel.uint8(1).buffer, 0, READY + 1);
      for (let here = 0; here < threads - 1; here = Atomics.load(come, READY))
        Atomics.wait(come, READY, here, 1);
      expect(rowByRow(kernel)).toEqual(rowByRow(javascriptKernel()));
      kernel.close();
    }
  });

  function bitsOf(numbers: Int32Array | Float64Array): string {
    return createHash('sha256')
      .update(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength))
      .digest('hex');
  }

  /** Of so many rows that sleepers are woken up: the work is parted by as many as have come. */
  function rowByRow(kernel: Kernel) {
    const count = 130_003;
    const random = seeded(11);
    const ordered = kernel.int32(count);
    for (let row = 0; row < count; row++) ordered[row] = row;
    const bins = kernel.uint8(count);
    for (let row = 0; row < count; row++) bins[row] = 256 * random();
    const leftBins = kernel.uint8(256).fill(1, 3, 90);
    const values = kernel.float64(count);
    for (let row = 0; row < count; row++) values[row] = normal(random);
    const scores = kernel.float64(3 * count);
    const middle = kernel.partition(ordered, kernel.int32(count), 5, count - 6, bins, leftBins);
    kernel.add(scores, 1, 3, ordered, 5, middle, 0.1);
    const greatest = kernel.greatest(values);
    kernel.round(values, 2 ** 30);
    return { middle, greatest, ordered: bitsOf(ordered), values: bitsOf(values), scores: bitsOf(scores) };
  }
});

it('the order of rows changes nothing', () => {
  const { x, y, weight } = made(5000, 5);
  const random = seeded(6);
  const order = Array.from({ length: x.rows }, (_, row) => row).sort(() => random() - 0.5);
  const width = x.names.length;
  const data = Float32Array.from(
    order.flatMap((row) => [...x.data.subarray(row * width, (row + 1) * width)]),
  );
  const shuffled = {
    x: { ...x, data },
    y: Float64Array.from(order, (row) => y[row] as number),
    weight: Float64Array.from(order, (row) => weight[row] as number),
  };
  expect(grown(webassemblyKernel(), shuffled, everything)).toEqual(
    grown(webassemblyKernel(), { x, y, weight }, everything),
  );
});

it('a column that never differs changes nothing', () => {
  const { x, y } = made(2000, 7);
  const width = x.names.length;
  const data = new Float32Array(x.rows * (width + 1)).fill(4);
  for (let row = 0; row < x.rows; row++)
    data.set(x.data.subarray(row * width, (row + 1) * width), row * (width + 1));
  const more = { ...x, names: [...x.names, 'same'], data, categories: [...(x.categories ?? []), 0] };
  const sampled = { rowShare: 0.7, columnShare: 0.6, splitShare: 0.8 };
  expect(grown(webassemblyKernel(), { x: more, y }, sampled)).toEqual(
    grown(webassemblyKernel(), { x, y }, sampled),
  );
});
