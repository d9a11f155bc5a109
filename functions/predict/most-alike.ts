/** Which of the stored training rows are most alike to a row. */
import type { Model } from '../../shared/ml/models/model.ts';
import { likenessOf, type ShownRow } from '../../shared/ml/neighbours/likeness.ts';
import { nearestRows } from '../../shared/ml/neighbours/neighbours.ts';
import type { Matrix } from '../../shared/ml/table.ts';
import { readComparables } from '../../shared/tracking/comparables.ts';

export interface Comparable {
  /** 1 is alike in every term of the model. */
  readonly similarity: number;
  /** What they are sorted by: the mean of that and of how alike they are to people in what is known. */
  readonly likeness: number;
  readonly row: ShownRow;
}

/** @param x features of one row @param asked the same row as it was given */
export type Comparables = (x: Matrix, asked: ShownRow, count: number) => Comparable[];

/** Rows among which likeness to people decides too: so many are about as alike to the model. */
const CANDIDATES = 50;

/**
 * The rows that are most alike to the model, in the order of that and of how alike they are to people: of two houses
 * that the model can hardly tell apart, the one in the same town says more.
 *
 * @throws when the bytes are no comparables of this model
 */
export function comparablesFrom(bytes: Buffer, model: Model): Comparables {
  const { codes, count: known, row, spreads } = readComparables(bytes);
  return (x, asked, count) => {
    const candidates = nearestRows(model, codes, x, known, CANDIDATES).map(({ row: index, similarity }) => {
      const shown = row(index);
      return { similarity, likeness: (similarity + likenessOf(asked, shown, spreads)) / 2, row: shown };
    });
    return candidates.sort((a, b) => b.likeness - a.likeness).slice(0, count);
  };
}
