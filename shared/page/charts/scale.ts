/** From values to places on a chart, with round numbers to label. */

/** What an axis shows. */
export interface Range {
  readonly scale: 'log' | 'linear';
  readonly from: number;
  readonly to: number;
}

export interface Scale {
  readonly at: (value: number) => number;
  /** Round values on it, ascending. */
  readonly ticks: readonly number[];
}

/** @param pixels where `from` and where `to` lies */
export function scaleOf({ scale, from, to }: Range, pixels: readonly [number, number]): Scale {
  const [start, end] = pixels;
  const place = scale === 'log' ? Math.log : (value: number) => value;
  const span = place(to) - place(from) || 1;
  return {
    at: (value) => round(start + ((place(value) - place(from)) / span) * (end - start)),
    ticks: scale === 'log' ? logTicks(from, to) : linearTicks(from, to),
  };
}

/** Tenths of a pixel are enough, and keep a page small. */
export const round = (pixels: number): number => Math.round(pixels * 10) / 10;

/** About five multiples of 1, 2 or 5 times a power of ten. */
function linearTicks(from: number, to: number): number[] {
  const rough = (to - from) / 5;
  if (!(rough > 0)) return [from];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Powers of ten, with 2 and 5 times them while they are few. */
function logTicks(from: number, to: number): number[] {
  const decades = Math.log10(to / from);
  const factors = decades > 4 ? [1] : decades > 1.5 ? [1, 3] : [1, 2, 5];
  const first = Math.floor(Math.log10(from));
  const powers = Array.from({ length: Math.ceil(decades) + 2 }, (_, i) => 10 ** (first + i));
  const all = powers.flatMap((power) => factors.map((factor) => factor * power));
  return all.filter((value) => value >= from * 0.999 && value <= to * 1.001);
}
