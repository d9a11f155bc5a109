/** How far a slider goes. */
import type { FormField } from '../../../../../shared/api/predicting.ts';

export interface Span {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** Whole numbers up to here are counted one by one. */
const FEW = 20;

/** From nought to twice a value, as far as that is allowed, in steps that the value is a multiple of. */
export function spanAround(value: number, { type, range }: Pick<FormField, 'type' | 'range'>): Span {
  const size = Math.abs(value) || 5;
  const isCounted = Number.isInteger(value) && (type === 'integer' || size <= FEW);
  const step = isCounted ? Math.max(1, Math.round(size / 100)) : stepFor(value, size);
  const [least, most] = range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const reach = Math.ceil((2 * size) / step) * step;
  return { from: Math.max(least, value < 0 ? -reach : 0), to: Math.min(most, value < 0 ? 0 : reach), step };
}

/** A hundredth of it, as a power of ten; smaller where the value lies between. */
function stepFor(value: number, size: number): number {
  let step = 10 ** Math.floor(Math.log10(size) - 1);
  for (let finer = 0; finer < 4; finer++, step /= 10)
    if (Math.abs(value / step - Math.round(value / step)) < 1e-9) break;
  return step;
}
