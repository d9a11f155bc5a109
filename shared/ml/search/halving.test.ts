import { describe, expect, it } from 'vitest';
import { families } from '../models/families.ts';
import type { FamilyDefinition } from '../models/family.ts';
import { seeded } from '../random.ts';
import { ascend, type Progress, type Rung, rungsFor } from './halving.ts';

const family: FamilyDefinition = { ...families.boosting, rungs: () => [10, 20, 40] };

/** A fit that would take 100 rounds, of which `loss` tells the loss. */
function fitted(loss: (rounds: number) => number, rungs: readonly Rung[]) {
  const ascent = ascend(rungs);
  let rounds = 1;
  while (rounds < 100 && ascent.watch(rounds, loss(rounds))) rounds++;
  return { parameters: {}, curve: ascent.curve(), stopped: ascent.stopped() !== undefined, rounds };
}

/** Curves that never cross: a better fit is better everywhere. */
const curve = (quality: number) => (rounds: number) => quality + 5 / rounds;

describe('a trial', () => {
  it('that is worse than most at a rung ends there', () => {
    const told = [1, 2, 3, 4, 5, 6, 7, 8].map((quality) => fitted(curve(quality), rungsFor(family, {}, [])));
    expect(fitted(curve(9), rungsFor(family, {}, told))).toMatchObject({ stopped: true, rounds: 10 });
    expect(fitted(curve(5), rungsFor(family, {}, told))).toMatchObject({ stopped: false, rounds: 100 });
  });

  it('that starts well and falls behind ends at a later rung', () => {
    const told = [1, 2, 3, 4].map((quality) => fitted(curve(quality), rungsFor(family, {}, [])));
    const stuck = fitted(() => 4.3, rungsFor(family, {}, told));
    expect(stuck).toMatchObject({ stopped: true, rounds: 20 });
  });

  it('is judged by nobody while there are few', () => {
    const told = [1, 2, 3].map((quality) => fitted(curve(quality), rungsFor(family, {}, [])));
    expect(rungsFor(family, {}, told)).toEqual([{ rounds: 10 }, { rounds: 20 }, { rounds: 40 }]);
  });

  it('records where it was at each rung and where it ended', () => {
    const seen = fitted(curve(1), rungsFor(family, {}, []));
    const expected: Progress[] = [10, 20, 40, 99].map((rounds) => ({ rounds, loss: curve(1)(rounds) }));
    expect(seen.curve).toEqual(expected);
  });
});

describe('halving', () => {
  it.each([1, 2, 3, 4, 5])(
    'never ends the best of trials whose losses keep their order (draw %i)',
    (draw) => {
      const random = seeded('halving', draw);
      const trials: (ReturnType<typeof fitted> & { quality: number })[] = [];
      for (let i = 0; i < 40; i++) {
        const quality = random();
        trials.push({ ...fitted(curve(quality), rungsFor(family, {}, trials)), quality });
      }
      const best = trials.reduce((a, b) => (b.quality < a.quality ? b : a));
      expect(best.stopped).toBe(false);
      expect(trials.filter(({ stopped }) => stopped).length).toBeGreaterThan(4);
    },
  );

  it('sets the same bars whatever order results came in', () => {
    const trials = [3, 1, 4, 1.5, 9, 2.6].map((quality) => fitted(curve(quality), rungsFor(family, {}, [])));
    expect(rungsFor(family, {}, [...trials].reverse())).toEqual(rungsFor(family, {}, trials));
    expect(rungsFor(family, {}, JSON.parse(JSON.stringify(trials)))).toEqual(rungsFor(family, {}, trials));
  });

  it('compares boosting fits where they have learned as much: rounds times learning rate', () => {
    const rounds = (learningRate: number) =>
      rungsFor(families.boosting, { learningRate }, []).map((rung) => rung.rounds);
    expect(rounds(0.05)).toEqual(rounds(0.1).map((each) => 2 * each));
  });

  it('leaves alone what does not learn in rounds', () => {
    expect(rungsFor(families.linear, {}, [])).toEqual([]);
  });
});
