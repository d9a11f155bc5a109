/** How many rows a verdict on drift takes. */
import type { Dataset } from './declaration.ts';

/**
 * No declaration may ask for fewer: with them no test at the 5 % level sees that a quarter of the rows have moved. The
 * critical value of Kolmogorov and Smirnov against a large reference, 1.358 / sqrt(n), is 0.248 at 30.
 */
export const LEAST_VERDICT_ROWS = 30;

/** The same value is 0.061 here. */
const USUAL = 500;

export const verdictRows = ({ drift }: Pick<Dataset, 'drift'>): number => drift.minRows ?? USUAL;
