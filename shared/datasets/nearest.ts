/** "Did you mean": the name that somebody may have had in mind who wrote another one. */

/**
 * The one of `names` that is nearest to `name`; upper and lower case, blanks, "_" and "-" are no difference.
 * @returns undefined when even the nearest differs by more letters than a third of the longer one's length
 */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const written = folded(name);
  let found: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of names) {
    const known = folded(candidate);
    const most = Math.floor(Math.max(written.length, known.length) / 3);
    // Names of foreign files may be long; so much longer ones are not near.
    if (Math.abs(written.length - known.length) > most) continue;
    const distance = editDistance(written, known);
    if (distance > most || distance >= least) continue;
    least = distance;
    found = candidate;
  }
  return found;
}

/** `; did you mean "bed"?`, or nothing. */
export function didYouMean(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return near === undefined ? '' : `; did you mean "${near}"?`;
}

const folded = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '');

/**
 * Letters that are put in, left out, changed or swapped with their neighbour (optimal string alignment; Damerau,
 * "A technique for computer detection and correction of spelling errors", CACM 7, 1964).
 */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) row.push(cheapest(a, b, { i, j, row, last, before }));
    before = last;
    last = row;
  }
  return last[b.length] as number;
}

interface Cell {
  readonly i: number;
  readonly j: number;
  /** The row of the table so far, and the two above it. */
  readonly row: readonly number[];
  readonly last: readonly number[];
  readonly before: readonly number[];
}

function cheapest(a: string, b: string, { i, j, row, last, before }: Cell): number {
  const changed = (last[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
  const least = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, changed);
  const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  return isSwap ? Math.min(least, (before[j - 2] as number) + 1) : least;
}
