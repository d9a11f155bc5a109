/** Spans of time beside each other: each in the first lane in which it does not touch another. */

export interface Span {
  readonly startedAt: string;
  /** null: goes on. */
  readonly endedAt: string | null;
}

export interface Placed<Of> {
  readonly of: Of;
  /** Percent of the whole time. */
  readonly left: number;
  readonly width: number;
  /** From 0. */
  readonly lane: number;
}

export interface Window {
  /** Milliseconds. */
  readonly from: number;
  readonly until: number;
}

/** As wide as a pointer needs it, in percent. */
const LEAST = 0.6;
/** More would be a wall; further ones share the last lane. */
const MOST_LANES = 8;

/** @param spans by when they began */
export function lanesOf<Of extends Span>(
  spans: readonly Of[],
  { from, until }: Window,
): { readonly placed: readonly Placed<Of>[]; readonly lanes: number } {
  const ends: number[] = [];
  const placed = spans.map((of): Placed<Of> => {
    const begin = within(((new Date(of.startedAt).getTime() - from) / (until - from)) * 100);
    const end =
      of.endedAt === null ? 100 : within(((new Date(of.endedAt).getTime() - from) / (until - from)) * 100);
    const left = Math.min(begin, 100 - LEAST);
    const width = Math.max(LEAST, end - left);
    const free = ends.findIndex((last) => last <= left);
    const lane = free >= 0 ? free : Math.min(ends.length, MOST_LANES - 1);
    ends[lane] = Math.max(ends[lane] ?? 0, left + width);
    return { of, left, width, lane };
  });
  return { placed, lanes: Math.max(1, ends.length) };
}

const within = (percent: number): number => Math.min(100, Math.max(0, percent));
