/** A chart with two axes that are labelled; what is drawn between them is the caller's. */
import type { ComponentChildren } from 'preact';
import { type Range, type Scale, scaleOf } from '../../../../shared/page/charts/scale.ts';

export interface PlotAxis extends Range {
  readonly label: string;
  readonly format: (value: number) => string;
  /** Labelled; default round values. */
  readonly ticks?: readonly number[];
}

/** Between the axes, in units of the picture. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: Scale;
  readonly y: Scale;
}

export interface PlotProps {
  /** What it shows, in words. */
  readonly label: string;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly children: (area: Area) => ComponentChildren;
}

const [WIDTH, HEIGHT] = [440, 300];
const EDGES = { left: 70, right: WIDTH - 14, top: 12, bottom: HEIGHT - 46 };

export function Plot({ label, x, y, children }: PlotProps) {
  const { left, right, top, bottom } = EDGES;
  const area = { ...EDGES, x: scaleIn(x, [left, right]), y: scaleIn(y, [bottom, top]) };
  return (
    <svg class="plot" role="img" aria-label={label} viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
      {area.y.ticks.map((tick) => (
        <g key={tick}>
          <path class="grid" d={`M${left} ${area.y.at(tick)}H${right}`} />
          <text x={left - 6} y={area.y.at(tick) + 4} text-anchor="end">
            {y.format(tick)}
          </text>
        </g>
      ))}
      {apart(area.x.ticks, area.x).map((tick) => (
        <text key={tick} x={area.x.at(tick)} y={bottom + 17} text-anchor="middle">
          {x.format(tick)}
        </text>
      ))}
      <text class="axis-name" x={(left + right) / 2} y={HEIGHT - 8} text-anchor="middle">
        {x.label}
      </text>
      <text
        class="axis-name"
        transform={`translate(14 ${(top + bottom) / 2}) rotate(-90)`}
        text-anchor="middle"
      >
        {y.label}
      </text>
      {children(area)}
    </svg>
  );
}

function scaleIn(axis: PlotAxis, pixels: readonly [number, number]): Scale {
  const { at, ticks } = scaleOf(axis, pixels);
  const isOn = (tick: number): boolean => tick >= axis.from && tick <= axis.to;
  return { at, ticks: axis.ticks?.filter(isOn) ?? ticks };
}

/** Pixels that a label of the axis needs. */
const NEEDED = 52;

/** Those that do not lie upon each other. */
function apart(ticks: readonly number[], { at }: Scale): readonly number[] {
  const shown: number[] = [];
  for (const tick of ticks) {
    const last = shown.at(-1);
    if (last === undefined || at(tick) - at(last) >= NEEDED) shown.push(tick);
  }
  return shown;
}

/** Where x and y are the same, for axes that are alike. */
export const Diagonal = ({ left, right, top, bottom }: Area) => (
  <path class="mark" d={`M${left} ${bottom}L${right} ${top}`} />
);

export const Level = ({ area: { left, right, y }, at }: { readonly area: Area; readonly at: number }) => (
  <path class="mark" d={`M${left} ${y.at(at)}H${right}`} />
);
