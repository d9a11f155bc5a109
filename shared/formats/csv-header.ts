/** How a CSV file is written, found in its header: the separator with which the names make sense, and its line ends. */
import { csvFields } from './csv-fields.ts';
import { csvScanner, type Dialect, SEPARATORS, type Separator } from './csv-scanner.ts';
import { FormatError } from './format-error.ts';

/** More is no table: a row was taken for the header, or a line for a row. */
export const MOST_COLUMNS = 2000;

export interface CsvHeader {
  readonly dialect: Dialect;
  readonly names: readonly string[];
  /** Where the first record begins behind it. */
  readonly next: number;
  /** A line before it that says the separator alone, as Excel reads it: "sep=;". */
  readonly separatorLine?: string;
}

/**
 * @param head the beginning of the file
 * @param isWhole it is all of the file: the header ends where it does
 * @param score how well such names fit; the first separator of those with the highest one is taken
 * @throws FormatError when there is no header, it does not end in these bytes, or a line says another separator
 */
export function csvHeader(
  head: Buffer,
  isWhole: boolean,
  score: (names: readonly string[]) => number,
): CsvHeader {
  const { start, separators, ...said } = beginningOf(head.toString('latin1', 0, 4096));
  if (start === head.length) throw new FormatError('the file is empty, expected CSV with a header');
  const bytes = isWhole ? Buffer.concat([head, Buffer.from('\n')]) : head;
  const [first, ...others] = separators.flatMap((separator) => headerWith(separator, bytes, start));
  if (first)
    return {
      ...others.reduce((one, other) => (score(one.names) < score(other.names) ? other : one), first),
      ...said,
    };
  throw new FormatError(
    `the header does not end within ${head.length} bytes: is a quote left open, or is it no CSV?`,
  );
}

interface Beginning {
  /** Where the header begins. */
  readonly start: number;
  /** It is written with one of these. */
  readonly separators: readonly Separator[];
  readonly separatorLine?: string;
}

/** What stands before the header: a byte order mark, empty lines, a line that says the separator. */
function beginningOf(head: string): Beginning {
  const [before, separatorLine, said] = /^(?:\xEF\xBB\xBF)?[\r\n]*(?:("?sep=(.)"?)[\r\n]+)?/i.exec(head) ?? [
    '',
  ];
  const start = before.length;
  if (separatorLine === undefined) return { start, separators: SEPARATORS };
  const separators = SEPARATORS.filter((separator) => separator === said);
  if (separators.length > 0) return { start, separators, separatorLine };
  throw new FormatError(
    `the first line, ${JSON.stringify(separatorLine)}, says a separator that is not read: one of "," ";" "|" or a tab is`,
  );
}

/** None when the header does not end with this one. */
function headerWith(separator: Separator, head: Buffer, start: number): CsvHeader[] {
  // Whether a carriage return alone ends records is said by the first one that is not inside quotes.
  const { record, scan } = csvScanner({ separator, lineEnd: '\r' }, Number.POSITIVE_INFINITY);
  const next = scan(head, start);
  if (next < 0) return [];
  const names = csvFields(record);
  const lineEnd = /^\r+(?!\r*\n)/.test(head.toString('latin1', record.end, record.end + 16)) ? '\r' : '\n';
  return [{ dialect: { separator, lineEnd }, names, next }];
}
