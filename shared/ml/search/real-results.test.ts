/**
 * The search on the real data sets, without their minutes of fitting: fits at random settings (see
 * scripts/reference/search-table.ts) stand for the data, with a surface through their losses, and noise of the size of
 * what the surface leaves open.
 */
import { expect, test } from 'vitest';
import { median } from '../../stats/median.ts';
import { families } from '../models/families.ts';
import type { Parameters } from '../models/family.ts';
import { normal, seeded } from '../random.ts';
import type { Candidate, Tried } from './candidate.ts';
import diabetes from './fixtures/diabetes.json' with { type: 'json' };
import realtor from './fixtures/realtor.json' with { type: 'json' };
import { gaussianProcess, smoothnessOf } from './gaussian-process.ts';
import type { Progress } from './halving.ts';
import { type Planned, plan } from './plan.ts';
import { parametersAt, pointOf } from './space.ts';

type Table = typeof realtor;
/** Losses at the rungs and at the end. */
type Surface = (parameters: Parameters, seed: number) => number[];

/** Fits at settings that a search may choose. */
function withinSpace({ settings, points, losses }: Table): Table {
  const { space } = families.boosting;
  const isWithin = (point: readonly number[]) =>
    settings.every((name, j) => {
      const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = space[name] ?? {};
      return (point[j] as number) >= low && (point[j] as number) <= high;
    });
  const kept = points.map(isWithin);
  return { settings, points: points.filter((_, i) => kept[i]), losses: losses.filter((_, i) => kept[i]) };
}

function surfaceOf(table: Table): Surface {
  const { settings, points, losses } = withinSpace(table);
  const { space } = families.boosting;
  const places = points.map((point) =>
    pointOf(space, Object.fromEntries(settings.map((name, j) => [name, point[j] as number]))),
  );
  const layers = [0, 1, 2, 3].map((rung) => {
    const values = losses.map((row) => row[rung] as number);
    const middle = median(values);
    const spread = median(values.map((value) => Math.abs(value - middle)));
    const scaled = values.map((value) => Math.max(-3, Math.min(3, (value - middle) / spread)));
    const smoothness = smoothnessOf(places, scaled);
    const at = gaussianProcess(places, scaled, smoothness);
    return {
      of: (place: number[]) => middle + spread * at(place).mean,
      noise: spread * Math.sqrt(smoothness.noise),
    };
  });
  return (parameters, seed) => {
    const place = pointOf(space, { ...families.boosting.settings, ...parameters });
    const random = seeded('fit', seed, JSON.stringify(parameters));
    return layers.map(({ of, noise }) => of(place) + noise * normal(random));
  };
}

/** Other families do worse on both data sets, as they really do. */
const OTHERS = 2;

function ended(surface: Surface, { family, parameters, rungs }: Planned, seed: number): Tried {
  if (family !== 'boosting') return { family, parameters, score: OTHERS };
  const losses = surface(parameters, seed);
  const curve: Progress[] = [];
  for (const [rung, { rounds, bar }] of rungs.entries()) {
    const loss = losses[rung] as number;
    curve.push({ rounds, loss });
    if (bar !== undefined && loss > bar) return { family, parameters, score: loss, curve, stopped: true };
  }
  const score = losses[3] as number;
  curve.push({ rounds: 1000, loss: score });
  return { family, parameters, score, curve };
}

function search(surface: Surface, budget: number, seed: number): Tried[] {
  const history: Tried[] = [];
  for (let round = 0; ; round++) {
    const planned = plan({ history, budget, round, seed, better: 'lower' });
    if (planned.length === 0) return history;
    history.push(...planned.map((trial) => ended(surface, trial, seed)));
  }
}

const bestOf = (trials: readonly Tried[]): number =>
  Math.min(...trials.filter(({ stopped }) => !stopped).map(({ score }) => score ?? OTHERS));

function randomSearch(surface: Surface, trials: number, seed: number): number {
  const { space } = families.boosting;
  const random = seeded('random search', seed);
  const drawn = Array.from({ length: trials }, (): Candidate => {
    return { family: 'boosting', parameters: parametersAt(space, Object.keys(space).map(random)) };
  });
  return Math.min(...drawn.map(({ parameters }) => surface(parameters, seed)[3] as number));
}

const medianOver = (count: number, of: (seed: number) => number): number =>
  median(Array.from({ length: count }, (_, seed) => of(seed)));

test.each([
  ['realtor', realtor],
  ['diabetes', diabetes],
])('on %s 30 trials find at least what 100 random ones do', (_name, table) => {
  const surface = surfaceOf(table);
  const searched = medianOver(5, (seed) => bestOf(search(surface, 30, seed)));
  expect(searched).toBeLessThanOrEqual(medianOver(41, (seed) => randomSearch(surface, 100, seed)));
});

test('trials are given up on the way, but few, as each counts', () => {
  const trials = search(surfaceOf(realtor), 30, 1);
  const stopped = trials.filter((trial) => trial.stopped).length;
  expect(stopped).toBeGreaterThan(0);
  expect(stopped).toBeLessThan(12);
});

test('most trials go to the family that wins', () => {
  const trials = search(surfaceOf(realtor), 30, 2);
  expect(trials.filter(({ family }) => family === 'boosting').length).toBeGreaterThan(22);
});
