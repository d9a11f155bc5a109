import { describe, expect, it } from 'vitest';
import type { Tried } from './candidate.ts';
import { standings } from './standing.ts';

const boosting = (score: number | null, change: Partial<Tried> = {}): Tried => ({
  family: 'boosting',
  parameters: {},
  score,
  ...change,
});
/** A trial whose loss was `then` at the first rung and is `end` now, scored by that loss. */
const learned = (then: number, end: number): Tried =>
  boosting(end, {
    curve: [
      { rounds: 10, loss: then },
      { rounds: 99, loss: end },
    ],
  });
const stopped = (loss: number): Tried => boosting(loss, { stopped: true, curve: [{ rounds: 10, loss }] });

describe('trials stand', () => {
  it('from -1, the best, over 0, the median of its family', () => {
    expect(standings([boosting(3), boosting(1), boosting(2)], 'lower')).toEqual([1, -1, 0]);
    expect(standings([boosting(3), boosting(1), boosting(2)], 'higher')).toEqual([-1, 1, 0]);
  });

  it('no further down than failed ones', () => {
    const trials = [boosting(1), boosting(2), boosting(3), boosting(1000), boosting(null)];
    expect(standings(trials, 'lower').slice(3)).toEqual([2, 2]);
    expect(standings([boosting(null), boosting(null)], 'lower')).toEqual([2, 2]);
  });

  it('where they would have ended, when they were given up', () => {
    // From the rung on the others gained 2: it would have ended at 7 - 2 = 5, between 4 and 6.
    const trials = [learned(4, 2), learned(6, 4), learned(8, 6), stopped(7)];
    const [, second = 0, third = 0, given = 0] = standings(trials, 'lower');
    expect(given).toBeCloseTo((second + third) / 2, 12);
  });

  it('on one scale for all families', () => {
    const forest: Tried = { family: 'forest', parameters: {}, score: 4 };
    expect(standings([boosting(1), boosting(3), boosting(5), forest], 'lower')[3]).toBeCloseTo(0.5, 12);
  });

  it('at the median when all are equal', () => {
    expect(standings([boosting(1), boosting(1)], 'lower')).toEqual([0, 0]);
  });
});
