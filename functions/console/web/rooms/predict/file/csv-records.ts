/** CSV in a browser: records as they stream by, each as it was written beside its cells. Quotes as RFC 4180 has them. */

export interface CsvRecord {
  /** As it was written, without the end of its line. */
  readonly text: string;
  readonly cells: readonly string[];
}

export interface CsvReader {
  /** Records that are whole by now; empty lines are none. @throws RangeError for one that does not end */
  push(text: string): CsvRecord[];
  /** The last one, whose line does not end. */
  end(): CsvRecord[];
}

export const SEPARATORS = [',', ';', '\t', '|'] as const;
export type Separator = (typeof SEPARATORS)[number];

/** Characters of a record; a quote that nobody closed would take the rest of the file. */
const LONGEST = 1024 ** 2;

export function csvReader(separator: Separator): CsvReader {
  const stops = new RegExp(`[\\n${separator}]`, 'g');
  let rest = '';
  const read = (isLast: boolean): CsvRecord[] => {
    const found: CsvRecord[] = [];
    let start = 0;
    while (start < rest.length) {
      const one = recordAt(rest, start, stops, isLast);
      if (!one) break;
      if (one.record.text !== '') found.push(one.record);
      start = one.next;
    }
    rest = rest.slice(start);
    if (rest.length > LONGEST) throw new RangeError('a record does not end');
    return found;
  };
  return {
    push(text) {
      rest += text;
      return read(false);
    },
    end: () => read(true),
  };
}

interface Found {
  readonly record: CsvRecord;
  /** Where the next one begins. */
  readonly next: number;
}

/** @param isLast whether nothing comes after the text @returns undefined where more has to come first */
function recordAt(text: string, start: number, stops: RegExp, isLast: boolean): Found | undefined {
  const cells: string[] = [];
  for (let at = start; ; ) {
    const closed = closedAt(text, at, isLast);
    if (closed === undefined) return undefined;
    stops.lastIndex = closed;
    const stop = stops.exec(text);
    if (!stop && !isLast) return undefined;
    const end = stop?.index ?? text.length;
    const isMore = stop !== null && stop[0] !== '\n';
    const until = isMore || text[end - 1] !== '\r' || end === at ? end : end - 1;
    cells.push(cellIn(text, at, closed, until));
    if (!isMore) return { record: { text: text.slice(start, until), cells }, next: end + 1 };
    at = end + 1;
  }
}

/** Behind the closing quote of the cell that begins here; where it begins, if it has none. */
function closedAt(text: string, at: number, isLast: boolean): number | undefined {
  if (text[at] !== '"') return at;
  for (let quote = text.indexOf('"', at + 1); quote >= 0; quote = text.indexOf('"', quote + 2)) {
    // Whether it is one of two may be in what comes next.
    if (quote === text.length - 1 && !isLast) return undefined;
    if (text[quote + 1] !== '"') return quote + 1;
  }
  return isLast ? text.length : undefined;
}

/** What follows a closing quote belongs to the cell. */
function cellIn(text: string, start: number, closed: number, end: number): string {
  if (closed === start) return text.slice(start, end);
  const inside = text.slice(start + 1, closed - (text[closed - 1] === '"' ? 1 : 0));
  return inside.replaceAll('""', '"') + text.slice(closed, end);
}

/** A cell as it is written. */
export const written = (cell: string, separator: Separator): string =>
  cell.includes('"') || cell.includes('\n') || cell.includes('\r') || cell.includes(separator)
    ? `"${cell.replaceAll('"', '""')}"`
    : cell;
