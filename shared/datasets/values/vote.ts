/** All values of a column vote for the ways in which they can be read. */

/** Ways to read a value, NaN where it cannot be read so. */
export interface Ballot<Value> {
  /** Without a form; a value that it cannot read is what an agreement is sought for. */
  readonly plainly: (value: Value) => number;
  readonly candidates: readonly ((value: Value) => number)[];
}

export interface Votes {
  /** Indices of the candidates that read every value that any of them reads. */
  readonly left: readonly number[];
  /** The first of some candidates, if they read all values alike. */
  readonly unanimous: (candidates: readonly number[]) => number | undefined;
  /** Values that some candidate reads. */
  readonly voters: number;
  /** Those of them that are not read plainly. */
  readonly gained: number;
  /** Whether a candidate that is left reads a value otherwise than plainly. */
  readonly changes: (candidate: number) => boolean;
}

export function vote<Value extends { readonly times: number }>(
  values: Iterable<Value>,
  { plainly, candidates }: Ballot<Value>,
): Votes {
  const left = new Set(candidates.keys());
  const differing = candidates.map(() => new Set<number>());
  const changing = new Set<number>();
  let voters = 0;
  let gained = 0;
  for (const value of values) {
    const readings = candidates.map((read) => read(value));
    if (readings.every(Number.isNaN)) continue;
    const plain = plainly(value);
    voters += value.times;
    if (Number.isNaN(plain)) gained += value.times;
    for (const candidate of left) {
      const reading = readings[candidate] as number;
      if (Number.isNaN(reading)) left.delete(candidate);
      else if (reading !== plain && !Number.isNaN(plain)) changing.add(candidate);
      readings.forEach((other, at) => {
        if (other !== reading) differing[candidate]?.add(at);
      });
    }
  }
  return {
    left: [...left],
    unanimous: ([first, ...others]) =>
      first === undefined || others.some((other) => differing[first]?.has(other)) ? undefined : first,
    voters,
    gained,
    changes: (candidate) => changing.has(candidate),
  };
}

/** Of so many values one that is written otherwise than the others is a slip, and says nothing of these. */
const SLIPS = 0.05;

/** Whether few values ask for a reading by which others, that were read without it, would be something else. */
export const isSlip = ({ voters, gained, changes }: Votes, candidate: number): boolean =>
  changes(candidate) && gained < SLIPS * voters;
