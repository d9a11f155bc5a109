/** Which candidates to try next. */

import { families } from '../models/families.ts';
import type { Family, Parameters } from '../models/family.ts';
import { seeded } from '../random.ts';
import { propose } from './propose.ts';

export interface Planned {
  readonly family: Family;
  readonly parameters: Parameters;
}

export interface Tried extends Planned {
  /** null or absent for a trial that failed. */
  readonly score?: number | null | undefined;
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

/** Trials of a round after the first: few, as each round learns from those before. */
const ROUND = 2;

/**
 * The next round's trials; none when the budget is spent. The first round tries the defaults of every family, later
 * ones vary what does well. A pure function: any process plans the same, whatever order results came in.
 */
export function plan({ history, budget, round, seed, better }: PlanOptions): Planned[] {
  const left = budget - history.length;
  if (left <= 0) return [];
  if (history.length === 0) return firstRound().slice(0, left);
  const sign = better === 'higher' ? -1 : 1;
  const ranked = history.filter(succeeded).sort((a, b) => sign * (a.score - b.score) || order(a, b));
  const planned: Planned[] = [];
  for (let i = 0; i < Math.min(ROUND, left); i++) {
    const family = familyFor(ranked, i);
    const tried = ranked
      .filter((trial) => trial.family === family)
      .map(({ parameters }) => ({ ...families[family].settings, ...parameters }));
    const parameters = fresh([...history, ...planned], family, (attempt) =>
      propose(families[family].space, tried, seeded(seed, 'search', round, i, attempt)),
    );
    planned.push({ family, parameters });
  }
  return planned;
}

/** Slowest first, so that two workers end together. */
function firstRound(): Planned[] {
  const slowest: readonly Family[] = ['boosting', 'forest', 'linear', 'tree'];
  const all = slowest.flatMap((family) =>
    families[family].defaults.map((parameters) => ({ family, parameters })),
  );
  // With a small budget each family comes once before any comes twice.
  const first = all.filter(({ family }, i) => all.findIndex((other) => other.family === family) === i);
  return [...first, ...all.filter((planned) => !first.includes(planned))];
}

/** The leading family; every other trial goes to boosting, which has most to gain from its settings. */
function familyFor(ranked: readonly Tried[], place: number): Family {
  return place % 2 === 0 ? (ranked[0]?.family ?? 'boosting') : 'boosting';
}

/** Draws until the candidate is a new one. */
function fresh(known: readonly Planned[], family: Family, draw: (attempt: number) => Parameters): Parameters {
  const keys = new Set(known.map(keyOf));
  for (let attempt = 0; attempt < 20; attempt++) {
    const parameters = draw(attempt);
    if (!keys.has(keyOf({ family, parameters }))) return parameters;
  }
  return draw(20);
}

function succeeded(trial: Tried): trial is Tried & { readonly score: number } {
  return typeof trial.score === 'number' && Number.isFinite(trial.score);
}

/** Names in order, so that settings that went through JSON or a database compare equal. */
function keyOf({ family, parameters }: Planned): string {
  return JSON.stringify([family, Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function order(a: Planned, b: Planned): number {
  return keyOf(a) < keyOf(b) ? -1 : 1;
}
