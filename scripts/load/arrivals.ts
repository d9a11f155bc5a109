/** When requests are due: a constant rate, or one constant rate after the other. */

export interface Phase {
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
}

/**
 * Times in milliseconds from the beginning, ascending, evenly spaced within each phase. A phase ends where the next one
 * begins: of 10 requests a second for 1 s the last is due at 900 ms.
 */
export function* arrivals(phases: readonly Phase[]): Generator<number, undefined> {
  let before = 0;
  for (const { rate, seconds } of phases) {
    // Rounded up, but not for what 0.1 * 3 is more than 0.3.
    const count = Math.ceil(rate * seconds - 1e-9);
    for (let i = 0; i < count; i++) yield before + (i * 1000) / rate;
    before += seconds * 1000;
  }
  return undefined;
}

export const secondsOf = (phases: readonly Phase[]): number =>
  phases.reduce((sum, { seconds }) => sum + seconds, 0);

/** The rate that is asked for at this second; 0 after the end. */
export function rateAt(phases: readonly Phase[], second: number): number {
  let end = 0;
  for (const { rate, seconds } of phases) {
    end += seconds;
    if (second < end) return rate;
  }
  return 0;
}
