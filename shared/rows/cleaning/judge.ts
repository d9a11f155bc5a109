/** Which rows are rejected, and by which rule: the first that a row breaks. */
import { meets } from '../../datasets/condition.ts';
import type { Dataset } from '../../datasets/declaration.ts';
import type { NormalisedColumn } from '../../datasets/normalise.ts';

/** A record that does not fit the columns. */
export const MALFORMED = 'malformed';
/** One whose bytes are no text. */
const ENCODING = 'encoding';
/** One with a value that is too long to be one. */
const LENGTH = 'length';

export interface Judgement {
  /** For each row the index of its reason in `reasons`; 0 is accepted. */
  readonly verdict: Uint8Array | Uint16Array;
  readonly reasons: readonly string[];
}

type Breaks = (row: number) => boolean;

/**
 * @param columns by name
 * @param malformed the text of rows that are malformed, '' for others
 * @param problems why, where it is not for their fields
 */
export function judge(
  dataset: Dataset,
  columns: Readonly<Record<string, NormalisedColumn>>,
  malformed: readonly string[],
  problems?: readonly string[],
): Judgement {
  const reasons = ['', MALFORMED, ENCODING, LENGTH, ...dataset.rules.map((rule) => rule.name)];
  const verdict = new Uint16Array(malformed.length);
  const apply = (breaks: Breaks, reason: number): void => {
    for (let row = 0; row < verdict.length; row++)
      if (verdict[row] === 0 && breaks(row)) verdict[row] = reason;
  };
  apply((row) => problems?.[row] === ENCODING, 2);
  apply((row) => problems?.[row] === LENGTH, 3);
  apply((row) => malformed[row] !== '', 1);
  dataset.rules.forEach((rule, index) => {
    const column = columns[rule.rejects.column];
    if (!column) throw new Error(`rule "${rule.name}" names no column "${rule.rejects.column}"`);
    apply(meets(rule.rejects, column), index + 4);
  });
  return { verdict, reasons };
}
