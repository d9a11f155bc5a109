import { expect, test } from 'vitest';
import { Load } from './load.ts';

/** A window of 20 s, so a panic window of 2 s. */
const load = (): Load => new Load({ windowMs: 20_000, target: 4, now: 0 });

/** Samples every second, up to and with `until`. */
function run(one: Load, from: number, until: number, readyPods: number): void {
  for (let now = from + 1000; now <= until; now += 1000) one.sample(readyPods, now);
}

test('concurrency is weighted by time, not by how many changes there were', () => {
  const one = load();
  one.set(10, 250);
  one.set(0, 500);
  one.sample(1, 1000);
  expect(one.view(1000).stable).toBe(2.5);
});

test('the stable average is over the window, the panic one over its last tenth', () => {
  const one = load();
  run(one, 0, 18_000, 1);
  one.set(8, 18_000);
  run(one, 18_000, 20_000, 1);
  expect(one.view(20_000).panic).toBe(8);
  expect(one.view(20_000).stable).toBeCloseTo((8 * 2) / 20, 10);
});

test('what left the window counts no more', () => {
  const one = load();
  one.set(6, 0);
  run(one, 0, 5000, 1);
  one.set(0, 5000);
  run(one, 5000, 26_000, 1);
  expect(one.view(26_000).stable).toBe(0);
});

test('panic begins at twice the pods that are ready, and lasts a stable window after', () => {
  const one = load();
  one.set(8, 0);
  run(one, 0, 2000, 2);
  expect(one.view(2000).isPanicking).toBe(false);
  one.set(16, 2000);
  run(one, 2000, 4000, 2);
  expect(one.view(4000).isPanicking).toBe(true);
  one.set(0, 4000);
  run(one, 4000, 23_000, 2);
  expect(one.view(23_000).isPanicking).toBe(true);
  run(one, 23_000, 26_000, 2);
  expect(one.view(26_000).isPanicking).toBe(false);
});

test('nothing sampled yet: nothing was asked', () => {
  expect(load().view(5).stable).toBe(0);
});

test('the peak is kept for the window, however short it was', () => {
  const one = load();
  one.set(7, 100);
  one.set(1, 101);
  run(one, 0, 5000, 1);
  expect(one.peak()).toBe(7);
  run(one, 5000, 22_000, 1);
  expect(one.peak()).toBe(1);
});
