/** Five quantiles around zero: a line between the outer ones, a bar between the quartiles. */
import { round } from '../../../../shared/page/charts/scale.ts';

export interface SpreadProps {
  /** What it shows, in words that say it all. */
  readonly label: string;
  /** Ascending. */
  readonly quantiles: readonly number[];
  /** Value at the ends, on both sides of zero. */
  readonly reach: number;
}

const [WIDTH, MIDDLE] = [180, 90];

export function Spread({ label, quantiles, reach }: SpreadProps) {
  const [low = 0, first = 0, median = 0, third = 0, high = 0] = quantiles.map((value) =>
    round(((value / reach + 1) / 2) * WIDTH),
  );
  return (
    <svg class="spread" role="img" aria-label={label} viewBox={`0 0 ${WIDTH} 16`} width={WIDTH} height={16}>
      <path class="mark" d={`M${MIDDLE} 0v16`} />
      <path class="range" d={`M${low} 8H${Math.max(high, low + 1)}`} />
      <path class="middle" d={`M${first} 3H${Math.max(third, first + 1)}v10H${first}z`} />
      <path class="median" d={`M${median} 1v14`} />
    </svg>
  );
}
