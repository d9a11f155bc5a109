/**
 * Explanations of what is made of scores: of their logarithm, their exponential, the logarithm of their softmax. By the
 * rule of in-user-unit.ts: on the straight line from the base's scores to the row's every contribution grows at the same
 * pace, and gets what the result gains through it (Aumann and Shapley, "Values of Non-Atomic Games", 1974).
 */
import { softmax } from '../models/softmax.ts';
import { type Explanation, type Explanations, explanationOf } from './explanation.ts';
import { evened } from './in-user-unit.ts';

/** From scores to a model's space. Below `least` a logarithm is that of `least`. */
export type Link =
  | { readonly of: 'nothing' | 'exp' }
  | { readonly of: 'log' | 'log-softmax'; readonly least: number };

/** @returns one number for each score */
export function linked(link: Link, scores: Float64Array): Float64Array {
  switch (link.of) {
    case 'nothing':
      return scores;
    case 'exp':
      return scores.map(Math.exp);
    case 'log':
      return scores.map((score) => Math.log(Math.max(score, link.least)));
    case 'log-softmax':
      return softmax(scores, scores.length).map((share) => Math.log(Math.max(share, link.least)));
  }
}

/** @param to what the row's result is: base + contributions come to it, rounding spread in proportion */
export function throughLink(link: Link, explanation: Explanation, to: ArrayLike<number>): Explanation {
  const base = [...linked(link, Float64Array.from(explanation.base))];
  const parts =
    link.of === 'log-softmax'
      ? alongSoftmax(explanation)
      : explanation.contributions.map((part, k) => alongLine(link, explanation.base[k] as number, part));
  return {
    base,
    contributions: parts.map((part, k) => evened(part, (to[k] as number) - (base[k] as number))),
  };
}

/** Nearer than that, the slope at the base is that of the line. */
const NEAR = 1e-9;

function alongLine(link: Link, base: number, part: Float64Array): Float64Array {
  const sum = part.reduce((total, value) => total + value, 0);
  const at = (score: number): number => linked(link, Float64Array.of(score))[0] as number;
  const step = Math.abs(sum) > NEAR ? sum : NEAR * Math.max(1, Math.abs(base)) * 1e3;
  const rate = (at(base + step) - at(base)) / step;
  return part.map((value) => value * rate);
}

/** Steps of the midpoint rule along the way. */
const STEPS = 64;

function alongSoftmax({ base, contributions }: Explanation): Float64Array[] {
  const way = contributions.map((part) => part.reduce((sum, value) => sum + value, 0));
  const gains = contributions.map((part) => new Float64Array(part.length));
  for (let step = 0; step < STEPS; step++) {
    const share = (step + 0.5) / STEPS;
    const at = softmax(
      Float64Array.from(base, (score, k) => score + share * (way[k] as number)),
      base.length,
    );
    gains[0]?.forEach((_, j) => {
      const mean = contributions.reduce((sum, part, k) => sum + (at[k] as number) * (part[j] as number), 0);
      gains.forEach((gain, k) => {
        (gain[j] as number) += ((contributions[k]?.[j] as number) - mean) / STEPS;
      });
    });
  }
  return gains;
}

/** @param raw rows x outputs */
export function allThroughLink(link: Link, explanations: Explanations, raw: ArrayLike<number>): Explanations {
  const outputs = explanations.base.length;
  const contributions = new Float64Array(explanations.contributions.length);
  let { base } = explanations;
  for (let row = 0; row * outputs < raw.length; row++) {
    const to = Array.from({ length: outputs }, (_, k) => raw[row * outputs + k] as number);
    const one = throughLink(link, explanationOf(explanations, row), to);
    one.contributions.forEach((part, k) => {
      contributions.set(part, (row * outputs + k) * explanations.features);
    });
    base = one.base;
  }
  return { ...explanations, base, contributions };
}
