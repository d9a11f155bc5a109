/** A line as small as a word: how a value went. */
import { linePath } from '../../../../shared/page/charts/paths.ts';
import { scaleOf } from '../../../../shared/page/charts/scale.ts';

export interface SparkProps {
  /** What it shows, in words that say it all. */
  readonly label: string;
  readonly values: readonly number[];
  readonly width?: number;
  readonly height?: number;
}

export function Spark({ label, values, width = 96, height = 24 }: SparkProps) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = scaleOf({ scale: 'linear', from: 0, to: Math.max(1, values.length - 1) }, [2, width - 2]);
  const y = scaleOf({ scale: 'linear', from: low, to: high }, [height - 2, 2]);
  const points = values.map((value, index) => [index, value] as const);
  return (
    <svg
      class="spark"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
    >
      <path d={linePath(points, { x, y })} />
    </svg>
  );
}
