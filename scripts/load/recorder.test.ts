import { describe, expect, test } from 'vitest';
import { seeded } from '../../shared/ml/random.ts';
import { quantile } from '../../shared/stats/quantile.ts';
import { recorderFrom, type Sample } from './recorder.ts';

const sample = (due: number, ended: number, rest: Partial<Sample> = {}): Sample => ({
  due,
  seen: due,
  sent: due,
  ended,
  failure: undefined,
  ...rest,
});

test('percentiles are those of the sorted latencies, to a thousandth', () => {
  const random = seeded(1);
  const recorder = recorderFrom(0, 1);
  // Log-normal about 20 ms, with a tail of seconds.
  const latencies = Array.from({ length: 20_000 }, () => 20 * Math.exp(6 * (random() - 0.5) ** 3 * 8));
  for (const [index, latency] of latencies.entries()) recorder.add(sample(index, index + latency));
  const sorted = Float64Array.from(latencies).sort();
  const { latency } = recorder.measured();
  for (const [name, share] of [
    ['p50', 0.5],
    ['p75', 0.75],
    ['p90', 0.9],
    ['p95', 0.95],
    ['p99', 0.99],
    ['p999', 0.999],
    ['max', 1],
  ] as const)
    expect(latency[name] / quantile(sorted, share), name).toBeCloseTo(1, 2);
});

test('latency counts from when a request was due, service from when it was sent', () => {
  const recorder = recorderFrom(0, 1);
  recorder.add(sample(100, 400, { seen: 101, sent: 300 }));
  const { latency, service } = recorder.measured();
  expect(latency.max).toBeCloseTo(300, 0);
  expect(service.max).toBeCloseTo(100, 0);
});

describe('windows', () => {
  const recorder = recorderFrom(1000, 2);
  recorder.add(sample(1000, 1010));
  recorder.add(sample(2999, 8000));
  recorder.add(sample(3000, 3001, { failure: '503' }));
  recorder.dropped(5500);
  const { windows, ...measured } = recorder.measured();

  test('hold what was due in them, and the answers that came in them', () => {
    expect(
      windows.map(({ at, asked, answered, failed, dropped }) => [at, asked, answered, failed, dropped]),
    ).toEqual([
      [0, 2, 1, 0, 0],
      [2, 1, 0, 1, 0],
      [4, 1, 0, 0, 1],
      [6, 0, 1, 0, 0],
    ]);
  });

  test('have latencies only where there are answers', () => {
    expect(windows[0]?.max).toBeGreaterThan(4900);
    expect(windows[1]?.p99).toBeUndefined();
  });

  test('add up to the whole', () => {
    expect(measured).toMatchObject({
      asked: 4,
      answered: 2,
      failed: 1,
      dropped: 1,
      failures: { 503: 1 },
      seconds: 7,
    });
  });
});

test('of nothing, nothing is measured', () => {
  expect(recorderFrom(0, 1).measured()).toMatchObject({
    asked: 0,
    seconds: 0,
    windows: [],
    latency: { p99: 0 },
  });
});
