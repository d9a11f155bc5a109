/** Share of rows whose answer lies inside its interval (bounds included). */
export function coverage(
  actual: ArrayLike<number>,
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
): number {
  let inside = 0;
  for (let i = 0; i < actual.length; i++) {
    const value = actual[i] as number;
    if (value >= (lower[i] as number) && value <= (upper[i] as number)) inside++;
  }
  return inside / actual.length;
}
