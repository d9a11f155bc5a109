/** CSV (RFC 4180) as text: records as lists of fields, unquoted. */
import { FormatError } from './format-error.ts';

/** Told of what is not as it should be; may throw. */
type Complain = (problem: string) => void;

/** Records, whatever ends their lines; lines with nothing on them are skipped. @throws FormatError */
export const csvRecords = (text: string): Generator<string[]> => records(text, refuse);

/** The fields of one record, as well as it can be read: names are held against others, dirt is a file's right. */
export function csvFields(record: string): string[] {
  if (!record.includes('"')) return record.split(',');
  const [fields = ['']] = records(record, () => {});
  return fields;
}

const refuse: Complain = (problem) => {
  throw new FormatError(problem);
};

function* records(text: string, complain: Complain): Generator<string[]> {
  let record: string[] = [];
  let at = 0;
  while (at < text.length) {
    const { value, end } = text[at] === '"' ? quoted(text, at, complain) : unquoted(text, at);
    record.push(value);
    at = end;
    if (text[at] === ',') {
      at += 1;
      // A comma at the very end is followed by one more, empty, field.
      if (at < text.length) continue;
      record.push('');
    }
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    if (record.length > 1 || record[0] !== '') yield record;
    record = [];
  }
}

interface Field {
  readonly value: string;
  readonly end: number;
}

const UNQUOTED = /[^,\r\n]*/y;

function unquoted(text: string, at: number): Field {
  UNQUOTED.lastIndex = at;
  const value = UNQUOTED.exec(text)?.[0] ?? '';
  return { value, end: at + value.length };
}

/** Two quotes inside stand for one; what follows the closing one up to the next comma belongs to the field. */
function quoted(text: string, at: number, complain: Complain): Field {
  let close = text.indexOf('"', at + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) {
    complain('the CSV ends inside a quoted field');
    close = text.length;
  }
  const value = text.slice(at + 1, close).replaceAll('""', '"');
  const { value: more, end } = unquoted(text, close + 1);
  if (more !== '') complain(`the CSV has "${text.slice(close + 1, close + 21)}" after a quoted field`);
  return { value: value + more, end };
}
