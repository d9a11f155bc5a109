/** What pictures of load runs and of dashboards have in common: where a panel lies, and the greys of its axes. */

/** Pixels. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const INK = '#1f2933';
export const PALE = '#5b6770';
export const GRID = '#e2e5e9';
