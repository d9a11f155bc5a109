import { expect, test } from 'vitest';
import { newTrace } from '../../shared/runtime/trace.ts';
import { type Watched, watching } from './watch.ts';

const trace = newTrace();
const forEver = new AbortController().signal;

/** @param owed what each look finds; after the last nothing is owed */
function watched(owed: readonly boolean[], change: Partial<Watched> = {}) {
  const seen = { passes: 0, looks: 0, failures: [] as string[] };
  const watch = watching({
    async pass() {
      seen.passes += 1;
    },
    isOwed: async () => owed[seen.looks++] ?? false,
    onFailure: (error) => seen.failures.push((error as Error).message),
    pauseMs: 0,
    ...change,
  });
  return { watch, seen };
}

test('it passes and looks until nothing is owed, and not once more', async () => {
  const { watch, seen } = watched([true, true]);
  expect(await watch(trace, forEver)).toBe('nothing owed');
  expect(seen).toMatchObject({ passes: 3, looks: 3 });
});

test('who tells while it watches is answered at once, and looked for once more', async () => {
  const answers: string[] = [];
  const { watch, seen } = watched([], {
    isOwed: async () => {
      seen.looks += 1;
      if (seen.looks === 1) answers.push(await watch(trace, forEver), await watch(trace, forEver));
      return false;
    },
  });
  expect(await watch(trace, forEver)).toBe('nothing owed');
  expect(answers).toEqual(['joined', 'joined']);
  expect(seen.looks).toBe(2);
});

test('it begins anew after its end', async () => {
  const { watch, seen } = watched([]);
  await watch(trace, forEver);
  expect(await watch(trace, forEver)).toBe('nothing owed');
  expect(seen.looks).toBe(2);
});

test('when its time is up it says what is still owed, without waiting out the pause', async () => {
  const time = new AbortController();
  const { watch } = watched([], {
    isOwed: async () => {
      setImmediate(() => time.abort());
      return true;
    },
    pauseMs: 2 ** 30,
  });
  expect(await watch(trace, time.signal)).toBe('still owed');
});

test('a pass that fails is tried again while something is owed; alone it keeps nobody up', async () => {
  let passes = 0;
  const { watch, seen } = watched([true, false], {
    async pass() {
      passes += 1;
      throw new Error(`away ${passes}`);
    },
  });
  expect(await watch(trace, forEver)).toBe('nothing owed');
  expect(seen.failures).toEqual(['away 1', 'away 2']);
});

test('what cannot be looked at may be owed', async () => {
  let looks = 0;
  const { watch, seen } = watched([], {
    async isOwed() {
      looks += 1;
      if (looks === 1) throw new Error('away');
      return false;
    },
  });
  expect(await watch(trace, forEver)).toBe('nothing owed');
  expect(seen).toMatchObject({ passes: 2, failures: ['away'] });
});
