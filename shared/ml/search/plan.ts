/** Which candidates to try next. */
import { families } from '../models/families.ts';
import { seeded } from '../random.ts';
import { type Candidate, keyOf, settingsOf, type Tried } from './candidate.ts';
import { firstRound } from './first-round.ts';
import { type Rung, rungsFor } from './halving.ts';
import { propose } from './propose.ts';
import { parametersAt } from './space.ts';
import { spreadPoint } from './spread.ts';
import { standings } from './standing.ts';

export interface Planned extends Candidate {
  /** Where the fit is compared with earlier ones; none for a family that does not learn in rounds. */
  readonly rungs: readonly Rung[];
}

export interface PlanOptions {
  /** All trials so far, in any order. */
  readonly history: readonly Tried[];
  /** Trials in all. */
  readonly budget: number;
  /** Rounds so far. */
  readonly round: number;
  readonly seed: number;
  /** Which scores are better. */
  readonly better: 'higher' | 'lower';
}

/**
 * Rounds after the first into which the budget is divided, and trials of one at least: few trials a round, as each
 * round learns from those before, and more with a large budget, so that many workers have something to do.
 */
const ROUNDS = 8;
const LEAST = 2;
/** Trials at random settings before scores tell where to look, and their share of a small budget at most. */
const START = 2;
const START_SHARE = 0.1;

/**
 * The next round's trials; none when the budget is spent. The first round tries the defaults of every family, then
 * come a few random settings of the leading one, then each trial goes where most is to be gained: to the family that
 * does well, at settings near those that did. A pure function: any process plans the same, whatever order results
 * came in.
 */
export function plan({ history, budget, round, seed, better }: PlanOptions): Planned[] {
  const usual = history.length === 0 ? firstRound().length : Math.max(LEAST, Math.ceil(budget / ROUNDS));
  const size = Math.min(budget - history.length, usual);
  const trials = [...history].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const values = standings(trials, better);
  const known = trials.map((trial, i) => ({ ...trial, value: values[i] as number }));
  const planned: Candidate[] = history.length === 0 ? firstRound().slice(0, size) : [];
  while (planned.length < size) {
    const drawn = trials.length + planned.length - firstRound().length;
    const random = Math.min(START, Math.floor(budget * START_SHARE));
    planned.push(
      drawn < random ? atRandom(known, drawn, seed) : mostPromising(known, planned, `${seed} ${round}`),
    );
  }
  return planned.map((candidate) => ({ ...candidate, rungs: rungsOf(candidate, trials) }));
}

interface Known extends Tried {
  /** See standings. */
  readonly value: number;
}

function rungsOf({ family, parameters }: Candidate, trials: readonly Tried[]): Rung[] {
  const earlier = trials.filter((trial) => trial.family === family);
  return rungsFor(families[family], parameters, earlier);
}

/** Settings of the family that leads. */
function atRandom(known: readonly Known[], drawn: number, seed: number): Candidate {
  const { family } = known.reduce((best, next) => (next.value < best.value ? next : best));
  const { space } = families[family];
  return { family, parameters: parametersAt(space, spreadPoint(Object.keys(space).length, drawn, seed)) };
}

/** Of the families that were tried the one whose next trial promises most. */
function mostPromising(known: readonly Known[], planned: readonly Candidate[], seed: string): Candidate {
  const lowest = Math.min(...known.map(({ value }) => value));
  const taken = new Set([...known, ...planned].map(keyOf));
  const tried = [...new Set(known.map(({ family }) => family))];
  const proposals = tried.map((family) => {
    const { space } = families[family];
    const outcomes = [...known, ...planned.map((candidate) => ({ ...candidate, value: undefined }))]
      .filter((trial) => trial.family === family)
      .map((trial) => ({ parameters: settingsOf(trial), value: trial.value }));
    const random = seeded('search', seed, planned.length, family);
    const isNew = (parameters: Candidate['parameters']) => !taken.has(keyOf({ family, parameters }));
    return { family, ...propose(space, outcomes, lowest, random, isNew) };
  });
  const { family, parameters } = proposals.reduce((best, next) =>
    next.promise > best.promise ? next : best,
  );
  return { family, parameters };
}
