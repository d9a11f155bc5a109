import { expect, test } from 'vitest';
import { recorderFrom } from './recorder.ts';
import { breaches } from './thresholds.ts';

/** 98 answers of 10 ms, one of a second, one failure. */
function measured() {
  const recorder = recorderFrom(0, 1);
  for (let due = 0; due < 100; due++)
    recorder.add({
      due,
      seen: due,
      sent: due,
      ended: due + (due === 50 ? 1000 : 10),
      failure: due === 99 ? '503' : undefined,
    });
  return recorder.measured();
}

test.each([
  [undefined, undefined, ['1 of 100 failed or were never sent: 1.00 %, at most 0 % may']],
  [undefined, 0.01, []],
  [undefined, 0.009, ['1 of 100 failed or were never sent: 1.00 %, at most 0.9 % may']],
  [1001, 0.02, []],
  [500, 0.02, [expect.stringMatching(/^p99 is (1000|1001|999\.\d) ms, at most 500 ms may it be$/)]],
])('at most %s ms and a share of %s', (maxP99, maxErrors, expected) => {
  expect(breaches(measured(), { maxP99, maxErrors })).toEqual(expected);
});

test('a run in which nothing was answered is a failure, whatever is allowed', () => {
  const recorder = recorderFrom(0, 1);
  recorder.dropped(0);
  expect(breaches(recorder.measured(), { maxP99: undefined, maxErrors: 1 })).toEqual([
    'nothing was answered',
  ]);
});
