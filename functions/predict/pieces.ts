/** How many rows of a request are answered in one go before others have their turn. */

/** A few milliseconds, in which nobody else is answered. */
export const PIECE = 500;
