/** How trials did, on one scale for all families: what the search learns from. */
import { median } from '../../stats/median.ts';
import type { Tried } from './candidate.ts';
import { projected } from './projected.ts';

/** Nothing is learned from how much worse than this a trial did. */
const WORST = 2;

/**
 * One value for each trial, lower is better: 0 is the median of the leading family, -1 the best of all; bad ones are
 * cut off, as they would tell the Gaussian process of cliffs rather than of the ground nearby. A stopped trial stands
 * where it would have ended, by all that is known; a failed one stands last.
 */
export function standings(trials: readonly Tried[], better: 'higher' | 'lower'): number[] {
  const sign = better === 'higher' ? -1 : 1;
  const raw = trials.map((trial) => {
    const score = trial.stopped ? projected(trial, trials) : trial.score;
    return typeof score === 'number' && Number.isFinite(score) ? sign * score : Number.POSITIVE_INFINITY;
  });
  const best = Math.min(...raw);
  if (!Number.isFinite(best)) return raw.map(() => WORST);
  const leader = trials[raw.indexOf(best)]?.family;
  const middle = median(raw.filter((value, i) => Number.isFinite(value) && trials[i]?.family === leader));
  const unit = middle > best ? middle - best : Math.max(Math.abs(best) * 1e-3, Number.MIN_VALUE);
  return raw.map((value) => Math.min(WORST, (value - middle) / unit));
}
