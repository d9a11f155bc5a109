/** Values of records as COPY reads them (RFC 4180, commas), for whoever takes them instead of it. */
import { csvFields } from './csv-fields.ts';
import { csvScanner } from './csv-scanner.ts';

const LF = 10;

/**
 * @param width fields of a record
 * @returns the values of the record in bytes[start, end), which no line break follows yet
 */
export function copyValues(width: number): (bytes: Buffer, start: number, end: number) => string[] {
  const { record, scan } = csvScanner({ separator: ',', lineEnd: '\n' }, width);
  let line = Buffer.alloc(0);
  return (bytes, start, end) => {
    const length = end - start;
    if (line.length <= length) line = Buffer.allocUnsafe(2 * length + 1);
    bytes.copy(line, 0, start, end);
    line[length] = LF;
    scan(line.subarray(0, length + 1), 0);
    return csvFields(record);
  };
}
