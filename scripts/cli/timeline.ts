/** Lines of what happened when: a start, a duration, a name, a bar and words for each. */

export interface Moment {
  /** Milliseconds since 1970. */
  readonly start: number;
  /** Absent for what takes no time. */
  readonly end?: number;
  /** Since when it could have begun: the wait is shown. */
  readonly dueAt?: number | undefined;
  readonly name: string;
  readonly words: string;
  readonly isPart?: boolean;
}

const WIDTH = 32;
const NAME = 10;

/**
 * @param from where the bars begin, and @param to where they end: milliseconds since 1970
 * @param columns that a line may have: on a terminal, a line that is wrapped would spoil the picture
 */
export function timeline(
  moments: readonly Moment[],
  from: number,
  to: number,
  columns = Number.POSITIVE_INFINITY,
): string {
  const head = `${'start'.padStart(8)}${'took'.padStart(9)}`;
  const lines = moments.map((moment) => lineOf(moment, from, Math.max(to, from + 1)));
  return [
    head,
    ...lines.map((line) => (line.length > columns ? `${line.slice(0, columns - 3)}...` : line)),
  ].join('\n');
}

function lineOf(moment: Moment, from: number, to: number): string {
  const { start, end, name, words, isPart } = moment;
  const took = end === undefined ? '' : seconds(end - start);
  const shown = `${isPart ? '  ' : ''}${name}`.padEnd(NAME);
  const bar = barOf(moment, (at) => ((at - from) / (to - from)) * WIDTH);
  return `${seconds(start - from).padStart(8)}${took.padStart(9)}  ${shown} |${bar}|  ${words}`.trimEnd();
}

/** `#` for work, `.` for the wait before it, `*` for what takes no time. */
function barOf({ start, end, dueAt }: Moment, columnOf: (at: number) => number): string {
  const first = clamped(Math.floor(columnOf(start)), WIDTH - 1);
  if (end === undefined) return `${' '.repeat(first)}*`.padEnd(WIDTH);
  const after = Math.max(first + 1, clamped(Math.round(columnOf(end)), WIDTH));
  const due = dueAt === undefined ? first : Math.min(first, clamped(Math.floor(columnOf(dueAt)), WIDTH));
  return `${' '.repeat(due)}${'.'.repeat(first - due)}${'#'.repeat(after - first)}`.padEnd(WIDTH);
}

const clamped = (value: number, most: number): number => Math.min(most, Math.max(0, value));

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
