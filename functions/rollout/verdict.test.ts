import { describe, expect, test } from 'vitest';
import { type Numbers, sumOf, verdictOn } from './verdict.ts';

const numbers = (requests: number, errors: number, count = 0, p95 = 0): Numbers => ({
  requests,
  errors,
  latency_milliseconds: count ? { count, p95 } : null,
});

test('pods are summed; the latency is that of the slowest', () => {
  expect(sumOf([numbers(10, 1, 10, 4), numbers(20, 0, 20, 9), numbers(0, 0)])).toEqual(numbers(30, 1, 30, 9));
  expect(sumOf([])).toEqual(numbers(0, 0));
});

describe('what speaks against a canary', () => {
  test.each([
    ['failures of 5 %', numbers(100, 5), numbers(1000, 0), '5 of 100 requests failed'],
    ['three times the latency', numbers(50, 0, 50, 90), numbers(50, 0, 50, 30), /up to 90 ms.*30 ms/],
  ])('%s', (_, now, before, expected) => {
    expect(verdictOn(now, before)).toMatch(expected);
  });

  test.each([
    ['no requests', numbers(0, 0), numbers(0, 0)],
    ['a single failure', numbers(10, 1), numbers(10, 0)],
    ['failures of less than 1 %', numbers(1000, 9), numbers(1000, 0)],
    ['failures that the old revision has too: their cause is elsewhere', numbers(100, 50), numbers(100, 60)],
    ['three times the latency of few requests', numbers(50, 0, 19, 90), numbers(50, 0, 50, 30)],
    ['three times the latency, but some milliseconds only', numbers(50, 0, 50, 3), numbers(50, 0, 50, 1)],
  ])('not %s', (_, now, before) => {
    expect(verdictOn(now, before)).toBeUndefined();
  });
});
