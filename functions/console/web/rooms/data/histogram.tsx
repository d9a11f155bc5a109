/** How many rows lie where: bars of equal width, each told for who points at it. */

export interface HistogramProps {
  /** What it shows, in words. */
  readonly label: string;
  readonly bars: readonly { readonly name: string; readonly rows: number }[];
}

const [WIDTH, HEIGHT] = [300, 72];

export function Histogram({ label, bars }: HistogramProps) {
  const highest = Math.max(1, ...bars.map(({ rows }) => rows));
  const width = WIDTH / bars.length;
  return (
    <svg
      class="histogram"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
    >
      {bars.map(({ name, rows }, index) => {
        const height = (HEIGHT * rows) / highest;
        return (
          <rect
            key={name}
            x={index * width}
            y={HEIGHT - height}
            width={Math.max(1, width - 1)}
            height={height}
          >
            <title>{`${name}: ${rows}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}
