import { describe, expect, it } from 'vitest';
import { families } from '../models/families.ts';
import { seeded } from '../random.ts';
import type { Candidate, Tried } from './candidate.ts';
import { plan } from './plan.ts';

/** Runs a search on a made-up score. */
function search(score: (trial: Candidate) => number | null, budget: number, seed: number): Tried[] {
  const history: Tried[] = [];
  for (let round = 0; ; round++) {
    const next = plan({ history, budget, round, seed, better: 'higher' });
    if (next.length === 0) return history;
    history.push(...next.map((trial) => ({ ...trial, score: score(trial) })));
  }
}
const isBest = ({ family, parameters }: Candidate) => {
  if (family !== 'boosting') return -10;
  const rate = Math.log((parameters.learningRate ?? 0.1) / 0.2);
  return -(rate ** 2) - ((parameters.columnShare ?? 0.6) - 0.8) ** 2;
};

describe('a search', () => {
  it('begins with the defaults of every family', () => {
    const first = plan({ history: [], budget: 10, round: 0, seed: 1, better: 'higher' });
    expect(new Set(first.map((trial) => trial.family))).toEqual(new Set(Object.keys(families)));
    expect(first[0]).toMatchObject({ family: 'boosting', parameters: families.boosting.defaults[0] });
  });

  it('spends its budget and no more, failed trials included', () => {
    expect(search(isBest, 13, 1)).toHaveLength(13);
    expect(search(() => null, 13, 1)).toHaveLength(13);
    expect(search(isBest, 2, 1)).toHaveLength(2);
  });

  it('plans the same whatever order results came in, and other trials for another seed', () => {
    const history = search(isBest, 9, 3);
    const asked = { budget: 20, round: 3, seed: 3, better: 'higher' } as const;
    const planned = plan({ ...asked, history });
    expect(plan({ ...asked, history: [...history].reverse() })).toEqual(planned);
    expect(plan({ ...asked, history: JSON.parse(JSON.stringify(history)) })).toEqual(planned);
    expect(plan({ ...asked, history, seed: 4 })).not.toEqual(planned);
  });

  it('stays inside the space and tries nothing twice', () => {
    const trials = search(isBest, 30, 5);
    for (const { family, parameters } of trials.slice(6)) {
      for (const [name, value] of Object.entries(parameters)) {
        const dimension = families[family].space[name];
        expect(value).toBeGreaterThanOrEqual(dimension?.low ?? Number.NaN);
        expect(value).toBeLessThanOrEqual(dimension?.high ?? Number.NaN);
        if (dimension?.integer) expect(Number.isInteger(value)).toBe(true);
      }
    }
    expect(new Set(trials.map((trial) => JSON.stringify(trial))).size).toBe(30);
  });

  it('finds better settings than as many random draws', () => {
    const best = (trials: { score?: number | null | undefined }[]) =>
      Math.max(...trials.map(({ score }) => score ?? -99));
    const random = seeded(1);
    const blind = () =>
      isBest({
        family: 'boosting',
        parameters: { learningRate: 0.05 * 5 ** random(), columnShare: 0.3 + 0.6 * random() },
      });
    const mean = (of: (seed: number) => number) =>
      Array.from({ length: 6 }, (_, seed) => of(seed)).reduce((a, b) => a + b) / 6;
    const searched = mean((seed) => best(search(isBest, 30, seed)));
    const drawn = mean(() => best(Array.from({ length: 30 }, () => ({ score: blind() }))));
    expect(searched).toBeGreaterThan(drawn);
  });
});
