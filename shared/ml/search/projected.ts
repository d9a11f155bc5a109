/** The score that a trial which was given up on the way would have ended with. */
import { median } from '../../stats/median.ts';
import type { Tried } from './candidate.ts';
import { lossAtRung } from './halving.ts';

/**
 * From its last rung on it would have gained what trials of its family gained at the median, and its score would
 * follow its loss as theirs do (least squares). undefined while no two of them went to their end.
 */
export function projected(trial: Tried, all: readonly Tried[]): number | undefined {
  const rung = (trial.curve?.length ?? 0) - 1;
  const here = trial.curve?.at(-1)?.loss;
  if (here === undefined) return undefined;
  const ended = all.flatMap((other) => {
    const end = other.curve?.at(-1)?.loss;
    const then = lossAtRung(other, rung);
    const { score } = other;
    if (other.family !== trial.family || other.stopped || typeof score !== 'number') return [];
    return end === undefined || then === undefined ? [] : [{ end, score, gain: then - end }];
  });
  if (ended.length < 2) return undefined;
  const loss = here - median(ended.map(({ gain }) => gain));
  const [meanLoss, meanScore] = [mean(ended.map(({ end }) => end)), mean(ended.map(({ score }) => score))];
  let [together, alone] = [0, 0];
  for (const { end, score } of ended) {
    together += (end - meanLoss) * (score - meanScore);
    alone += (end - meanLoss) ** 2;
  }
  return alone > 0 ? meanScore + (together / alone) * (loss - meanLoss) : meanScore;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
