/** Points, and lines through points. */
import { type Html, html } from '../../../../shared/runtime/html.ts';
import type { Area } from './plot.ts';

export type Point = readonly [x: number, y: number];

/** A line through the points, in the colour of that number, 1 to 4. */
export function line(points: readonly Point[], { x, y }: Area, colour = 1): Html {
  const path = points.map(([px, py], i) => `${i === 0 ? 'M' : 'L'}${x.at(px)} ${y.at(py)}`);
  return html`<path class="line c${colour}" d="${path}"/>`;
}

/** A step line: the value holds until the next point. */
export function steps(points: readonly Point[], { x, y }: Area, colour = 1): Html {
  const path = points.map(([px, py], i) =>
    i === 0 ? `M${x.at(px)} ${y.at(py)}` : `H${x.at(px)}V${y.at(py)}`,
  );
  return html`<path class="line c${colour}" d="${path}"/>`;
}

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
