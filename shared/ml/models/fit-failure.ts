/**
 * A fit that cannot be done with these settings on these rows, and never will: it judges the candidate. What else is
 * thrown on the way (a thread that is gone, memory that cannot be had) says nothing of it, and may not happen again.
 */
export class FitFailure extends Error {
  override readonly name = 'FitFailure';
}
