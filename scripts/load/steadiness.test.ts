import { expect, test } from 'vitest';
import { residentBytes } from './memory.ts';
import { recorderFrom } from './recorder.ts';
import { steadiness } from './steadiness.ts';

/** One request a second for 100 s. */
function measured(latency: (second: number) => number) {
  const recorder = recorderFrom(0, 1);
  for (let second = 0; second < 100; second++) {
    const due = second * 1000;
    recorder.add({ due, seen: due, sent: due, ended: due + latency(second), failure: undefined });
  }
  return recorder.measured();
}

const memory = (megabytes: (second: number) => number) =>
  Array.from({ length: 100 }, (_, at) => ({ at, megabytes: megabytes(at) }));

test('what stays as it was is said to have, whatever happened at the very beginning', () => {
  const told = steadiness(
    measured((second) => (second < 5 ? 900 : 20)),
    memory(() => 150),
  );
  expect(told).toEqual([
    // Windows keep two digits.
    expect.stringMatching(/^p50: 20(\.1)? ms in the first fifth, 20(\.1)? ms in the last \(\+0 %\)$/),
    expect.stringMatching(/^p99: 20(\.1)? ms in the first fifth, 20(\.1)? ms in the last \(\+0 %\)$/),
    'resident memory: 150 MB in the first fifth, 150 MB in the last (+0 %)',
  ]);
});

test('what grows is seen: a megabyte and a millisecond each second', () => {
  const told = steadiness(
    measured((second) => 100 + second),
    memory((second) => 100 + second),
  );
  // After ten seconds of warm-up: seconds 10 to 27, and 82 to 99.
  expect(told[0]).toMatch(/^p50: 11[89] ms in the first fifth, 19[01] ms in the last \(\+6[01] %\)$/);
  expect(told[2]).toMatch(
    /^resident memory: 11[89] MB in the first fifth, 19[01] MB in the last \(\+6[01] %\)$/,
  );
});

test('without memory nothing is said of it', () => {
  expect(
    steadiness(
      measured(() => 20),
      [],
    ),
  ).toHaveLength(2);
});

test('resident memory is read from what Prometheus reads, with labels or without', () => {
  const text = '# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes 1.5e+08\nother 3\n';
  expect(residentBytes(text)).toBe(150_000_000);
  expect(residentBytes('process_resident_memory_bytes{pod="a"} 42\n')).toBe(42);
  expect(residentBytes('other 3\n')).toBeUndefined();
});
