/** Settings as points of the unit cube, and back. */
import type { Dimension, Parameters } from '../models/family.ts';

export type Space = Readonly<Record<string, Dimension>>;

/** From 0 to 1 along the dimension, in its scale. */
function toUnit({ low, high, scale }: Dimension, value: number): number {
  const share = scale === 'log' ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.min(1, Math.max(0, share));
}

/** Back, to four significant digits: settings are read by people. */
function fromUnit({ low, high, scale, integer }: Dimension, share: number): number {
  const value = scale === 'log' ? low * (high / low) ** share : low + share * (high - low);
  const rounded = integer ? Math.round(value) : Number(value.toPrecision(4));
  return Math.min(high, Math.max(low, rounded));
}

/** @param point one number for each dimension, in the order of the space */
export function parametersAt(space: Space, point: readonly number[]): Parameters {
  return Object.fromEntries(
    Object.entries(space).map(([name, dimension], j) => [name, fromUnit(dimension, point[j] ?? 0.5)]),
  );
}

/** The point of settings that have a value for every dimension. */
export function pointOf(space: Space, parameters: Parameters): number[] {
  return Object.entries(space).map(([name, dimension]) => toUnit(dimension, parameters[name] ?? Number.NaN));
}
