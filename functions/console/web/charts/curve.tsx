/** Points that a line joins, each told for who points at it. */
import { linePath, type Point } from '../../../../shared/page/charts/paths.ts';
import type { Area } from './plot.tsx';

export interface CurveProps {
  readonly points: readonly { readonly at: Point; readonly name: string }[];
  readonly area: Area;
}

export const Curve = ({ points, area: { x, y } }: CurveProps) => (
  <>
    <path
      class="line"
      d={linePath(
        points.map(({ at }) => at),
        { x, y },
      )}
    />
    {points.map(({ at: [px, py], name }) => (
      <circle key={name} class="point" cx={x.at(px)} cy={y.at(py)} r={3.5}>
        <title>{name}</title>
      </circle>
    ))}
  </>
);
