/**
 * Where intervals must be wider so that every tenth of the targets is held nearly as often as all of them.
 *
 * A model pulls extremes to the middle, so errors are largest at the cheapest and the dearest, and no interval that only
 * knows the row's features can tell: 90 % overall is then 70 % of the cheapest tenth. What can be told is where an
 * interval reaches to: one that ends among the cheapest is made to go further.
 */
import { bandCuts, bandOf } from '../../stats/bands.ts';
import { interpolate } from '../../stats/interpolate.ts';
import { median } from '../../stats/median.ts';
import type { Curve, WidthProfile } from '../models/model.ts';
import { conformalQuantile } from './conformal-quantile.ts';

/** Rows with the interval that they have without a profile: centre +- margin. */
export interface Measured {
  readonly centre: Float64Array;
  /** Target less centre. */
  readonly error: Float64Array;
  readonly margin: Float64Array;
}

const BANDS = 10;
/** Below so many rows a tenth tells nothing. */
const LEAST_ROWS = 1000;
/**
 * How much seldomer than the level says all of them shall be missed; no tenth oftener than it says. The room between is
 * what lets tenths differ.
 */
const MISSED_LESS = 0.95;
/** A tenth that is so near to what it should be is there. */
const NEAR = 0.002;
const STEPS = 60;
const PACE = 2;
/** Knots are no nearer than this share of their range: steeper curves would make much of the last digit. */
const NEAREST = 0.02;
/** Factors stay within this ratio. */
const WIDEST = 4;

/** Tenths of one kind, and the curve that is raised where they are missed. */
interface Tenths {
  readonly cuts: Float64Array;
  /** The tenth of each row. */
  readonly band: Uint8Array;
  /** Where each tenth has its middle among the knots. */
  readonly knotOf: readonly number[];
  readonly knots: Float64Array;
  readonly factors: Float64Array;
}

/**
 * Factors at the medians of the tenths, of the targets by what an interval reaches to and of the answers by what it is
 * around: raised, step by step, where a tenth is missed too often, while all of them together are kept at what holds
 * the level overall.
 *
 * @returns undefined for too few rows, or too few distinct targets or answers
 */
export function fitProfile({ centre, error, margin }: Measured, level: number): WidthProfile | undefined {
  const target = centre.map((value, i) => value + (error[i] as number));
  let reached = tenthsOf(target);
  let centred = tenthsOf(centre);
  if (target.length < LEAST_ROWS || reached.knots.length < 2 || centred.knots.length < 2) return undefined;
  // A target above the centre is held or not by the upper end, one below by the lower: only that end matters.
  const end = centre.map((value, i) => value + Math.sign(error[i] as number) * (margin[i] as number));
  const shares = error.map((value, i) => Math.abs(value) / (margin[i] as number));
  const aim = 1 - MISSED_LESS * (1 - level);
  let best = { reached, centred, scale: 1, gap: Number.POSITIVE_INFINITY };
  for (let step = 0; step < STEPS && best.gap > NEAR; step++) {
    const around = factorsAt(centred, centre);
    const to = factorsAt(reached, end);
    const needed = shares.map((share, i) => share / ((around[i] as number) * (to[i] as number)));
    const scale = conformalQuantile(needed, aim);
    const held = (tenths: Tenths) => gapsOf(tenths, needed, scale, level);
    const [reachedGaps, centredGaps] = [held(reached), held(centred)];
    const gap = [...reachedGaps, ...centredGaps].reduce((most, one) => Math.max(most, one), 0);
    if (gap < best.gap) best = { reached, centred, scale, gap };
    reached = raised(reached, reachedGaps);
    centred = raised(centred, centredGaps);
  }
  return { reached: curveOf(best.reached, best.scale), centred: curveOf(best.centred, 1) };
}

function tenthsOf(values: Float64Array): Tenths {
  const cuts = bandCuts(values, BANDS);
  const band = Uint8Array.from(values, (value) => bandOf(value, cuts));
  // NaN where many equal values leave a tenth without any.
  const middles = Array.from({ length: cuts.length + 1 }, (_, k) =>
    Math.fround(median(values.filter((_, i) => band[i] === k))),
  );
  const present = middles.filter((middle) => !Number.isNaN(middle));
  const apart = NEAREST * ((present.at(-1) ?? 0) - (present[0] ?? 0));
  const knots: number[] = [];
  const knotOf = middles.map((middle) => {
    if (knots.length === 0 || middle - (knots.at(-1) as number) > apart) knots.push(middle);
    return knots.length - 1;
  });
  const factors = new Float64Array(knots.length).fill(1);
  return { cuts, band, knotOf, knots: Float64Array.from(knots), factors };
}

const factorsAt = ({ knots, factors }: Tenths, answers: Float64Array): Float64Array =>
  answers.map((answer) => interpolate(answer, knots, factors));

const curveOf = ({ knots, factors }: Tenths, scale: number): Curve => ({
  knots,
  factors: factors.map((factor) => Math.fround(factor * scale)),
});

/** By how much each tenth is held less than it should be; 0 where it is held enough. */
function gapsOf({ cuts, band }: Tenths, needed: Float64Array, scale: number, level: number): Float64Array {
  const rows = new Float64Array(cuts.length + 1);
  const held = new Float64Array(cuts.length + 1);
  for (let i = 0; i < band.length; i++) {
    const of = band[i] as number;
    (rows[of] as number) += 1;
    if ((needed[i] as number) <= scale) (held[of] as number) += 1;
  }
  return held.map((count, of) => (rows[of] === 0 ? 0 : Math.max(0, level - count / (rows[of] as number))));
}

function raised(tenths: Tenths, gaps: Float64Array): Tenths {
  const { factors, knotOf } = tenths;
  const grown = factors.map((factor, k) => {
    const gap = gaps.reduce((most, one, of) => (knotOf[of] === k ? Math.max(most, one) : most), 0);
    return factor * Math.exp(PACE * gap);
  });
  const least = grown.reduce((a, b) => Math.min(a, b));
  return { ...tenths, factors: grown.map((factor) => Math.min(WIDEST, factor / least)) };
}
