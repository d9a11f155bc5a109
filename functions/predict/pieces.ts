/** Requests of many rows: how many one may have, and how many are answered in one go before others have their turn. */

/** A few milliseconds, in which nobody else is answered. */
export const PIECE = 500;
export const MOST_ROWS = 100_000;
