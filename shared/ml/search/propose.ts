/** The next settings of one family, from how earlier ones did: tree-structured Parzen estimator. */
import type { Parameters } from '../models/family.ts';
import type { Random } from '../random.ts';
import { type Parzen, parzen } from './parzen.ts';
import { parametersAt, type Space, toUnit } from './space.ts';

/** Share of the trials that count as good, and draws from which the most promising is taken. */
const GOOD = 0.3;
const CANDIDATES = 32;

/**
 * Bergstra et al. (2011), section 4: of draws from the density of the good trials, the one with the greatest ratio to
 * the density of the others.
 *
 * @param tried settings of this family, best first; each has a value for every dimension of the space
 */
export function propose(space: Space, tried: readonly Parameters[], random: Random): Parameters {
  const dimensions = Object.entries(space);
  const points = tried.map((parameters) =>
    dimensions.map(([name, dimension]) => toUnit(dimension, parameters[name] ?? Number.NaN)),
  );
  const good = Math.max(1, Math.ceil(GOOD * points.length));
  const densities = dimensions.map((_, j): [Parzen, Parzen] => [
    parzen(points.slice(0, good).map((point) => point[j] as number)),
    parzen(points.slice(good).map((point) => point[j] as number)),
  ]);
  let best: number[] = [];
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < CANDIDATES; i++) {
    const point = densities.map(([likely]) => likely.draw(random));
    const promise = densities.reduce(
      (sum, [likely, unlikely], j) =>
        sum + Math.log(likely.density(point[j] as number) / unlikely.density(point[j] as number)),
      0,
    );
    if (promise > most) {
      most = promise;
      best = point;
    }
  }
  return parametersAt(space, best);
}
