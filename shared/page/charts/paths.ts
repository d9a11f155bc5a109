/** Lines through points, as the text of an SVG path. */
import type { Scale } from './scale.ts';

export type Point = readonly [x: number, y: number];

interface Scales {
  readonly x: Scale;
  readonly y: Scale;
}

export const linePath = (points: readonly Point[], { x, y }: Scales): string =>
  points.map(([px, py], i) => `${i === 0 ? 'M' : 'L'}${x.at(px)} ${y.at(py)}`).join('');

/** The value holds until the next point. */
export const stepsPath = (points: readonly Point[], { x, y }: Scales): string =>
  points.map(([px, py], i) => (i === 0 ? `M${x.at(px)} ${y.at(py)}` : `H${x.at(px)}V${y.at(py)}`)).join('');
