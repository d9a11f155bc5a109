/**
 * Which fits are worth going on with: successive halving (Jamieson and Talwalkar, 2016; Li et al., "A System for
 * Massively Parallel Hyperparameter Tuning", 2020) on the rounds of a family that learns in rounds. The bars come
 * from trials of earlier rounds of the search alone, which have ended: the same trial ends alike anywhere.
 */

import type { FamilyDefinition, Parameters, Watch } from '../models/family.ts';

/** A point on the way of a fit at which it is compared with others. */
export interface Rung {
  readonly rounds: number;
  /** The fit stops here when its validation loss is above; absent: too little is known. */
  readonly bar?: number;
}

/** The lowest validation loss up to so many rounds. */
export interface Progress {
  readonly rounds: number;
  readonly loss: number;
}

export interface Climber {
  /** At its rungs, and where it ended. */
  readonly curve?: readonly Progress[] | undefined;
  readonly stopped?: boolean | undefined;
}

/**
 * Earlier trials without which nobody is judged, and the share of them that goes on. Halves would be too few: a search
 * soon looks at good settings only, whose order at a rung says less of their order at the end.
 */
const WITNESSES = 4;
const SHARE = 0.75;

/** @param earlier trials of the same family */
export function rungsFor(
  family: FamilyDefinition,
  parameters: Parameters,
  earlier: readonly Climber[],
): Rung[] {
  const rungs = family.rungs?.({ ...family.settings, ...parameters }) ?? [];
  return rungs.map((rounds, index) => {
    const losses = earlier.flatMap((trial) => lossAtRung(trial, index) ?? []);
    if (losses.length < WITNESSES) return { rounds };
    losses.sort((a, b) => a - b);
    return { rounds, bar: losses[Math.floor(losses.length * SHARE)] as number };
  });
}

/**
 * Rungs are compared by their number: the rounds at them differ with the settings. One that ended by itself before the
 * rung would have come no further; one that was given up before it might.
 */
export function lossAtRung({ curve = [], stopped }: Climber, rung: number): number | undefined {
  return (curve[rung] ?? (stopped ? undefined : curve.at(-1)))?.loss;
}

export interface Ascent {
  /** For the fit, each round. */
  readonly watch: Watch;
  curve(): Progress[];
  /** The rung whose bar was missed, with the loss there. */
  stopped(): (Progress & { readonly bar: number }) | undefined;
}

/** Follows a fit past its rungs, and ends it where it misses a bar. */
export function ascend(rungs: readonly Rung[]): Ascent {
  const passed: Progress[] = [];
  let last: Progress | undefined;
  let missed: (Progress & { bar: number }) | undefined;
  return {
    watch(rounds, loss) {
      last = { rounds, loss: Math.min(loss, last?.loss ?? loss) };
      for (let rung = rungs[passed.length]; rung && rung.rounds <= rounds; rung = rungs[passed.length]) {
        const here = { rounds: rung.rounds, loss: last.loss };
        passed.push(here);
        if (rung.bar === undefined || here.loss <= rung.bar) continue;
        missed = { ...here, bar: rung.bar };
        return false;
      }
      return true;
    },
    curve: () => (last && !missed && last.rounds > (passed.at(-1)?.rounds ?? 0) ? [...passed, last] : passed),
    stopped: () => missed,
  };
}
