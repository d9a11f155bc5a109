/** How an edge runs from one node to another: straight, out of the side that looks at the other. */
import { SIZE } from './nodes.ts';

type Point = readonly [x: number, y: number];

/** @param begin and `end`: left upper corners of nodes. @returns for the `d` of a path */
export function edgePath([x, y]: Point, [toX, toY]: Point): string {
  const middle = SIZE.width / 2;
  if (y === toY) {
    const [from, to] = x < toX ? [x + SIZE.width, toX] : [x, toX + SIZE.width];
    return `M${from} ${y + SIZE.height / 2}H${to}`;
  }
  return `M${x + middle} ${y + SIZE.height}V${toY}`;
}
