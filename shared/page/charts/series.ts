/** A series drawn over time: as a line, as steps, as an area or as bars. */

import { type Html, html } from '../html.ts';
import { linePath, type Point, stepsPath } from './paths.ts';
import type { Scale } from './scale.ts';

export interface Series {
  readonly name: string;
  readonly color: string;
  /** steps: a value holds until the next one. */
  readonly kind: 'line' | 'steps' | 'area' | 'bars';
  /** Seconds and value; undefined is a gap. */
  readonly points: readonly (readonly [second: number, value: number | undefined])[];
  readonly dashed?: boolean;
}

export const DASHED = html` stroke-dasharray="5 4"`;

export function seriesSvg({ kind, color, points, dashed }: Series, x: Scale, y: Scale, bottom: number): Html {
  const stretches = withoutGaps(points);
  if (kind === 'area')
    return html`<path d="${stretches.map((stretch) => area(stretch, x, y, bottom)).join('')}" fill="${color}" fill-opacity="0.25"/>`;
  const draw = { line, steps, bars: bars(bottom) }[kind];
  const width = kind === 'bars' ? 3 : 1.8;
  const d = stretches.map((stretch) => draw(stretch, x, y)).join('');
  return html`<path d="${d}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linejoin="round" stroke-linecap="${kind === 'bars' ? 'butt' : 'round'}"${dashed ? DASHED : ''}/>`;
}

/** A point alone is a line of no length, which round ends make a dot. */
const line = (points: readonly Point[], x: Scale, y: Scale): string =>
  linePath([...points, ...points.slice(-1)], { x, y });

const steps = (points: readonly Point[], x: Scale, y: Scale): string => stepsPath(points, { x, y });

const bars =
  (bottom: number) =>
  (points: readonly Point[], x: Scale, y: Scale): string =>
    points.map(([second, value]) => (value > 0 ? `M${x.at(second)} ${bottom}V${y.at(value)}` : '')).join('');

const area = (points: readonly Point[], x: Scale, y: Scale, bottom: number): string =>
  `${line(points, x, y)}V${bottom}H${x.at((points[0] as Point)[0])}Z`;

function withoutGaps(points: Series['points']): Point[][] {
  const all: Point[][] = [];
  let open: Point[] | undefined;
  for (const [second, value] of points) {
    if (value === undefined) open = undefined;
    else if (open) open.push([second, value]);
    else {
      open = [[second, value]];
      all.push(open);
    }
  }
  return all;
}
