/** Five quantiles around zero: a line from the outer ones, a bar between the inner ones. */

import { number } from '../format.ts';
import { type Html, html } from '../html.ts';
import { round } from './scale.ts';

const WIDTH = 150;

/**
 * @param quantiles ascending: the outer two, the quartiles, the median
 * @param reach value at the ends of the chart, on both sides of zero
 */
export function spread(quantiles: readonly number[], reach: number): Html {
  const at = (value: number): number => round(((value / reach + 1) / 2) * WIDTH);
  const [low = 0, first = 0, , third = 0, high = 0] = quantiles.map(at);
  const words = `quantiles ${quantiles.map(number).join(', ')}`;
  return html`<svg role="img" viewBox="0 0 ${WIDTH} 14" width="${WIDTH}" height="14"><title>${words}</title><path class="axis" d="M${low} 7H${high}"/><path class="bar" d="M${first} 2H${Math.max(third, first + 1)}v10H${first}z"/><path class="mark" d="M${WIDTH / 2} 0v14"/></svg>`;
}
