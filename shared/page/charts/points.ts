/** Points, and lines through points. */
import { type Html, html } from '../html.ts';
import { linePath, type Point, stepsPath } from './paths.ts';
import type { Area } from './plot.ts';

export type { Point } from './paths.ts';

/** A line through the points, in the colour of that number, 1 to 4. */
export const line = (points: readonly Point[], area: Area, colour = 1): Html =>
  html`<path class="line c${colour}" d="${linePath(points, area)}"/>`;

/** A step line: the value holds until the next point. */
export const steps = (points: readonly Point[], area: Area, colour = 1): Html =>
  html`<path class="line c${colour}" d="${stepsPath(points, area)}"/>`;

/** @param hollow not filled: what did not count */
export function dots(points: readonly Point[], { x, y }: Area, colour = 1, hollow = false): Html {
  return html`<g class="dot c${colour}${hollow ? ' hollow' : ''}">${points.map(
    ([px, py]) => html`<circle cx="${x.at(px)}" cy="${y.at(py)}" r="3.5"/>`,
  )}</g>`;
}

/** From corner to corner: where both axes agree. */
export const diagonal = ({ left, right, top, bottom }: Area): Html =>
  html`<path class="mark" d="M${left} ${bottom}L${right} ${top}"/>`;

/** A horizontal line at the value. */
export const level = (value: number, { left, right, y }: Area): Html =>
  html`<path class="mark" d="M${left} ${y.at(value)}H${right}"/>`;
