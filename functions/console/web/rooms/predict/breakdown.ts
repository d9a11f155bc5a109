/** Lines of an explanation: what matters most, and the rest as one line, so that what people read sums to the answer. */

/** All numbers are whole steps, so that they sum exactly; `from` and `to` are where the sum stands before and after. */
interface Sum {
  readonly adds: number;
  readonly from: number;
  readonly to: number;
}

export type Line = Sum &
  (
    | { readonly kind: 'start' | 'total' }
    | { readonly kind: 'feature'; readonly feature: number }
    /** How many features; none: what rounding has left. */
    | { readonly kind: 'others'; readonly others: number }
  );

export interface Breakdown {
  /** What one step is, in the unit of the answer. */
  readonly step: number;
  readonly lines: readonly Line[];
}

export interface Explained {
  readonly answer: number;
  readonly base: number;
  /** What each feature adds, in the unit of the answer. */
  readonly values: readonly number[];
  /** Whether they are shares of a probability. */
  readonly isShare: boolean;
}

/** @param most features that have a line of their own */
export function breakdown({ answer, base, values, isShare }: Explained, most: number): Breakdown {
  const step = stepOf(answer, isShare);
  const inSteps = (value: number): number => Math.round(value / step);
  const shown = values
    .map((value, feature) => ({ feature, size: Math.abs(value), adds: inSteps(value) }))
    .sort((a, b) => b.size - a.size)
    .slice(0, most)
    .filter(({ adds }) => adds !== 0);
  let sum = inSteps(base);
  const next = (adds: number): Sum => {
    const from = sum;
    sum += adds;
    return { adds, from, to: sum };
  };
  const lines: Line[] = [{ kind: 'start', adds: sum, from: sum, to: sum }];
  for (const { feature, adds } of shown) lines.push({ kind: 'feature', feature, ...next(adds) });
  const total = inSteps(answer);
  const others = values.length - shown.length;
  if (others > 0 || total !== sum) lines.push({ kind: 'others', others, ...next(total - sum) });
  return { step, lines: [...lines, { kind: 'total', adds: total, from: total, to: total }] };
}

/** The place to which all of it is rounded: as the answer itself is shown. */
function stepOf(answer: number, isShare: boolean): number {
  if (isShare) return 0.001;
  const size = Math.abs(answer);
  return size >= 1000 || size === 0 ? 1 : 10 ** (Math.floor(Math.log10(size)) - 3);
}
