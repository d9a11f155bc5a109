/** Series over time, or over steps: drawn by uplot, which is loaded when the first one is shown. */
import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import { seriesColor } from '../../../../shared/page/charts/colours.ts';

export interface OverTimeProps {
  /** What it shows, in words. */
  readonly label: string;
  /** Ascending: seconds since 1970 or, with `isSteps`, whole numbers. */
  readonly at: readonly number[];
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  readonly isSteps?: boolean;
  /** What steps are called. */
  readonly atName?: string;
  readonly height?: number;
  /** How a value is told. */
  readonly told: (value: number) => string;
}

export function OverTime(props: OverTimeProps) {
  const element = useRef<HTMLDivElement>(null);
  const { label, at, series, height = 220 } = props;
  const names = series.map(({ name }) => name).join('\n');
  const plot = useRef<uPlot | undefined>(undefined);
  const latest = useRef(props);
  latest.current = props;
  // Made anew for other series; of other values it is told below.
  useEffect(() => {
    const holder = element.current;
    if (!holder) return;
    let isOver = false;
    void import('uplot').then(({ default: Plot }) => {
      if (isOver) return;
      plot.current = new Plot(optionsOf(latest.current, holder), dataOf(latest.current), holder);
    });
    const watch = new ResizeObserver(() => plot.current?.setSize({ width: holder.clientWidth, height }));
    watch.observe(holder);
    return () => {
      isOver = true;
      watch.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [names, height]);
  useEffect(() => plot.current?.setData(dataOf(latest.current)), [at, series]);
  return (
    <div ref={element} class="over-time" role="img" aria-label={label} style={{ minHeight: `${height}px` }} />
  );
}

const dataOf = ({ at, series }: OverTimeProps): uPlot.AlignedData => [
  [...at],
  ...series.map(({ values }) => [...values]),
];

function optionsOf(
  { series, isSteps = false, atName, height = 220, told }: OverTimeProps,
  holder: Element,
): uPlot.Options {
  const style = getComputedStyle(holder);
  const [ink, grid] = [style.getPropertyValue('--pale'), style.getPropertyValue('--line')];
  const axis = { stroke: ink, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 } };
  return {
    width: holder.clientWidth,
    height,
    scales: { x: { time: !isSteps } },
    axes: [
      isSteps ? { ...axis, incrs: WHOLE } : axis,
      { ...axis, size: 64, values: (_, values) => values.map(told) },
    ],
    series: [
      atName === undefined ? {} : { label: atName },
      ...series.map(({ name, values }, index) => ({
        label: name,
        stroke: seriesColor(index),
        width: 2,
        // Steps of one series are not those of another; what is one point is no line.
        spanGaps: isSteps,
        points: { size: 5, ...(isLone(values) ? { show: true } : {}) },
        value: (_: uPlot, value: number | null) => (value === null ? '–' : told(value)),
      })),
    ],
  };
}

/** Between two steps there is none. */
const WHOLE = [1, 2, 5]
  .flatMap((factor) => [0, 1, 2, 3, 4, 5, 6].map((power) => factor * 10 ** power))
  .sort((a, b) => a - b);

const isLone = (values: readonly (number | null)[]): boolean =>
  values.filter((value) => value !== null).length === 1;
