/** Threads that go while they help: a fit never waits for them without end. */
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { goesWith, READY, WORDS } from './fixtures/going.ts';
import { HelperLost } from './helper-lost.ts';
import { javascriptKernel } from './javascript.ts';
import type { Helpers, Kernel } from './kernel.ts';
import { webassemblyKernel } from './webassembly.ts';

/** As helpersOf() has it. */
const SERVES = `${WORDS} instance().exports.serve();`;

/** Has another thread help, and ends it when all parts of a job are taken and none is done: it is at work on its own. */
const ENDS_ANOTHER = `${WORDS}
const helper = new Worker(${JSON.stringify(SERVES)}, { eval: true, workerData });
const look = () => {
  const atWork = Atomics.load(words, LEFT) <= 0 && Atomics.load(words, JOBS) > 0 && Atomics.load(words, DONE) === 0;
  if (atWork) helper.terminate();
  else setImmediate(look);
};
look();`;

/** One thread that runs the text, and the kernel that it helps; they begin together. */
function helpedBy(text: string, patience: number): { kernel: Kernel; worker: Worker | undefined } {
  let worker: Worker | undefined;
  const helpers: Helpers = {
    count: 1,
    patience,
    start(module, memory) {
      worker = new Worker(text, { eval: true, workerData: { module, memory } });
      worker.unref();
    },
    withoutKernel(error) {
      throw error;
    },
  };
  const kernel = webassemblyKernel(helpers);
  const words = new Int32Array(kernel.uint8(1).buffer, 0, READY + 1);
  while (Atomics.load(words, READY) === 0) Atomics.wait(words, READY, 0, 1);
  return { kernel, worker };
}

const ROWS = 6_000_000;

/** Jobs of milliseconds, until one of them cannot be ended. */
function work(kernel: Kernel): void {
  const rows = kernel.int32(ROWS);
  for (let row = 0; row < ROWS; row++) rows[row] = row;
  const scores = kernel.float64(ROWS);
  for (let job = 0; job < 100; job++) kernel.add(scores, 0, 1, rows, 0, ROWS, 1);
}

describe('a fit whose helper goes in the middle of its part', () => {
  it('fails when the helper is told to end by others', () => {
    const attempt = (): unknown => {
      const { kernel } = helpedBy(ENDS_ANOTHER, 100);
      try {
        return work(kernel);
      } catch (error) {
        return error;
      } finally {
        kernel.close();
      }
    };
    // A part may be done by the time at which the helper is gone: then nobody misses it.
    const outcomes = [];
    while (outcomes.length < 5 && outcomes.at(-1) === undefined) outcomes.push(attempt());
    expect(outcomes.at(-1)).toBeInstanceOf(HelperLost);
  });

  it('fails when the helper goes without a word, after as long as was allowed', () => {
    const { kernel } = helpedBy(goesWith(''), 100);
    expect(() => work(kernel)).toThrow(HelperLost);
  });

  it('fails at once when the helper says so', () => {
    const days = 86_400_000;
    const { kernel } = helpedBy(goesWith('instance().exports.lose();'), days);
    expect(() => work(kernel)).toThrow(HelperLost);
  });
});

it('a helper that goes between two jobs is missed by nobody', async () => {
  const { kernel, worker } = helpedBy(SERVES, 100);
  await worker?.terminate();
  const twin = javascriptKernel();
  const sums = [kernel, twin].map((each) => {
    const values = each.float64(200_000).fill(-3, 100_000);
    return each.greatest(values);
  });
  expect(sums).toEqual([3, 3]);
});
