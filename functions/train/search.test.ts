import { expect, test } from 'vitest';
import type { Trial } from '../../shared/tracking/trials.ts';
import { bestOf } from './search.ts';

const trial = (number: number, score: number | null): Trial => ({
  trial: number,
  round: 0,
  family: 'boosting',
  parameters: {},
  seed: 0,
  status: score === null ? 'failed' : 'finished',
  score,
  metrics: {},
  seconds: 1,
});

test('the best trial is the one with the best score, failed ones aside', () => {
  const trials = [trial(0, 0.5), trial(1, null), trial(2, 0.7), trial(3, 0.2)];
  expect(bestOf(trials, 'higher')?.trial).toBe(2);
  expect(bestOf(trials, 'lower')?.trial).toBe(3);
});

test('of equal trials the first wins, so that the order of their ends decides nothing', () => {
  expect(bestOf([trial(0, 1), trial(1, 1)], 'higher')?.trial).toBe(0);
  expect(bestOf([trial(0, -1), trial(1, -1)], 'lower')?.trial).toBe(0);
});

test('where all failed there is none', () => {
  expect(bestOf([trial(0, null)], 'higher')).toBeUndefined();
});
