/** The search for the best candidate: every trial, and the best of each family. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { Progress } from '../../shared/ml/search/halving.ts';
import type { Trial } from '../../shared/tracking/trials.ts';
import { finite, type Numbers } from './numbers.ts';

export interface SearchSection {
  readonly metric: string;
  readonly better: 'higher' | 'lower';
  /** Rows count by their weight in it. */
  readonly weighted: boolean;
  readonly trials: readonly CardTrial[];
  /** The best of each family, the best family first. */
  readonly families: readonly BestOfFamily[];
  /** Sum over trials; they run in parallel. */
  readonly seconds: number;
}

export interface CardTrial {
  readonly trial: number;
  readonly round: number;
  readonly family: string;
  /** finished, stopped (given up on the way, with the score that it had by then), failed. */
  readonly status: string;
  /** On the validation part; null where there is none. */
  readonly score: number | null;
  readonly seconds: number | null;
  readonly parameters: Numbers;
  /** The validation loss on the way, where the family learns in rounds. */
  readonly curve: readonly Progress[];
}

export interface BestOfFamily {
  readonly family: string;
  readonly trials: number;
  readonly best: number;
  readonly score: number;
  readonly metrics: Numbers;
}

export function searchSection(
  trials: readonly Trial[],
  { objective, weights = [] }: Pick<Dataset, 'objective' | 'weights'>,
): SearchSection {
  const { metric, better } = objective;
  return {
    metric,
    better,
    weighted: weights.length > 0,
    trials: trials.map(({ trial, round, family, status, score, seconds, parameters, curve }) => ({
      trial,
      round,
      family,
      status,
      score,
      seconds,
      parameters,
      curve,
    })),
    families: bestOfFamilies(trials, better),
    seconds: trials.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0),
  };
}

type Scored = Trial & { readonly score: number };

function bestOfFamilies(trials: readonly Trial[], better: 'higher' | 'lower'): BestOfFamily[] {
  const sign = better === 'higher' ? -1 : 1;
  const ranked = trials
    .filter((trial): trial is Scored => trial.status === 'finished' && trial.score !== null)
    .sort((a, b) => sign * (a.score - b.score) || a.trial - b.trial);
  return [...new Set(ranked.map(({ family }) => family))].flatMap((family) => {
    const best = ranked.find((trial) => trial.family === family);
    if (!best) return [];
    const count = trials.filter((trial) => trial.family === family).length;
    const { trial, score, metrics } = best;
    return [{ family, trials: count, best: trial, score, metrics: finite(metrics) }];
  });
}
