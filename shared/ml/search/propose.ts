/** The next settings of one family, from how earlier ones did: Bayesian optimisation on a Gaussian process. */
import type { Parameters } from '../models/family.ts';
import { normal, type Random } from '../random.ts';
import { type Belief, gaussianProcess, type Point, smoothnessOf } from './gaussian-process.ts';
import { expectedImprovement } from './improvement.ts';
import { parametersAt, pointOf, type Space } from './space.ts';

/** Settings that were tried, or are being tried, with how they did: lower is better, 1 a difference that matters. */
export interface Outcome {
  readonly parameters: Parameters;
  /** undefined while the trial is under way. */
  readonly value: number | undefined;
}

export interface Proposal {
  readonly parameters: Parameters;
  /** Expected improvement on `lowest`, in the unit of the values. */
  readonly promise: number;
}

/** Points looked at everywhere, and points near the best known; then how far each step of the climb reaches. */
const EVERYWHERE = 400;
const NEARBY = 200;
const REACH = 0.1;
const CLIMB = [0.05, 0.02, 0.01];
const STEPS = 40;
/** Trials from which a belief is made at most: its time grows with their cube. */
const LEARNED_FROM = 120;

/**
 * Of many points of the space the one with the greatest expected improvement. A trial under way is taken to end as
 * is believed of it (the "kriging believer" of Ginsbourger et al., 2010), so that the trials of a round differ.
 *
 * @param outcomes of this family; at least one has a value
 * @param lowest the best value so far, of any family
 * @param isNew refuses settings that were tried before; when it refuses all that look good, any others are taken
 */
export function propose(
  space: Space,
  outcomes: readonly Outcome[],
  lowest: number,
  random: Random,
  isNew: (parameters: Parameters) => boolean,
): Proposal {
  const belief = beliefOf(space, outcomes);
  const promise = (point: Point): number => expectedImprovement(belief(point), lowest);
  const size = Object.keys(space).length;
  const known = outcomes
    .filter(({ value }) => value !== undefined)
    .sort((a, b) => (a.value ?? 0) - (b.value ?? 0))
    .slice(0, 3)
    .map(({ parameters }) => pointOf(space, parameters));
  const everywhere = Array.from({ length: EVERYWHERE }, () => Array.from({ length: size }, random));
  const nearby = Array.from({ length: NEARBY }, (_, i) =>
    moved(known[i % known.length] ?? [], REACH, random),
  );
  const seen = [...known, ...everywhere, ...nearby].map((point) => ({ point, promise: promise(point) }));
  for (const reach of CLIMB) {
    const { point } = seen.reduce((best, next) => (next.promise > best.promise ? next : best));
    for (let i = 0; i < STEPS; i++) {
      const near = moved(point, reach, random);
      seen.push({ point: near, promise: promise(near) });
    }
  }
  const proposals = seen
    .sort((a, b) => b.promise - a.promise)
    .map((one) => ({ parameters: parametersAt(space, one.point), promise: one.promise }));
  const fresh = proposals.find(({ parameters }) => isNew(parameters)) ?? proposals[0];
  return fresh ?? { parameters: {}, promise: 0 };
}

function beliefOf(space: Space, outcomes: readonly Outcome[]): (at: Point) => Belief {
  const ended = outcomes
    .filter(({ value }) => value !== undefined)
    .sort((a, b) => (a.value ?? 0) - (b.value ?? 0))
    .slice(0, LEARNED_FROM);
  const points = ended.map(({ parameters }) => pointOf(space, parameters));
  const values = ended.map(({ value }) => value as number);
  const smoothness = smoothnessOf(points, values);
  const believed = gaussianProcess(points, values, smoothness);
  const underWay = outcomes
    .filter(({ value }) => value === undefined)
    .map(({ parameters }) => pointOf(space, parameters));
  if (underWay.length === 0) return believed;
  const expected = underWay.map((point) => believed(point).mean);
  return gaussianProcess([...points, ...underWay], [...values, ...expected], smoothness);
}

/** A step from the point that stays in the unit cube. */
function moved(point: Point, reach: number, random: Random): Point {
  return point.map((at) => Math.min(1, Math.max(0, at + reach * normal(random))));
}
