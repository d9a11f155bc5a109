/**
 * CSV as Python's csv.reader reads it, written plainly from the description of its states, character by character; and
 * what is to become of lines that it glues together. Held against stored readings of csv.reader itself.
 */

export interface ReferenceDialect {
  readonly separator: string;
  /** A carriage return alone ends a line, too. */
  readonly anyLineEnd: boolean;
}

export interface ReferenceRecord {
  readonly fields: readonly string[];
  readonly text: string;
  readonly next: number;
  /** A carriage return alone, which csv.reader refuses. */
  readonly hasReturn: boolean;
  /** A field that holds line breaks goes on behind its closing quote. */
  readonly isLoose: boolean;
  /** The text ends inside quotes. */
  readonly isOpen: boolean;
}

/** The length of the line end at this place, 0 where there is none. */
export function lineEndAt(text: string, at: number, { anyLineEnd }: ReferenceDialect): number {
  if (anyLineEnd) return /^(\r\n|\r|\n)/.exec(text.slice(at, at + 2))?.[0].length ?? 0;
  return /^\r*\n|^\r+$/.exec(text.slice(at, at + 50))?.[0].length ?? 0;
}

export function referenceRecord(text: string, start: number, dialect: ReferenceDialect): ReferenceRecord {
  const fields = [''];
  let state: 'start' | 'field' | 'quoted' | 'closing' = 'start';
  let hasReturn = false;
  let isLoose = false;
  let quotedFrom = 0;
  const add = (letter: string): void => {
    fields.push((fields.pop() ?? '') + letter);
  };
  let at = start;
  let end = 0;
  while (at < text.length) {
    const letter = text[at] as string;
    const lineEnd = state === 'quoted' ? 0 : lineEndAt(text, at, dialect);
    if (lineEnd > 0) {
      end = lineEnd;
      break;
    }
    if (state === 'quoted') {
      if (letter === '"') state = 'closing';
      else add(letter);
    } else if (letter === '"' && state === 'start') {
      state = 'quoted';
      quotedFrom = at;
    } else if (letter === '"' && state === 'closing') {
      state = 'quoted';
      add('"');
    } else if (letter === dialect.separator) {
      state = 'start';
      fields.push('');
    } else {
      if (letter === '\r') hasReturn = true;
      else if (state === 'closing' && hasLineBreak(text.slice(quotedFrom, at), dialect)) isLoose = true;
      state = 'field';
      add(letter);
    }
    at += 1;
  }
  return {
    fields,
    text: text.slice(start, at),
    next: at + end,
    hasReturn,
    isLoose,
    isOpen: state === 'quoted',
  };
}

const hasLineBreak = (text: string, { anyLineEnd }: ReferenceDialect): boolean =>
  (anyLineEnd ? /[\r\n]/ : /\n/).test(text);

/** All records but blank lines, as csv.reader has them; null where it refuses. */
export function referenceRows(text: string, dialect: ReferenceDialect): (readonly string[])[] | null {
  const rows: (readonly string[])[] = [];
  for (let at = 0; at < text.length; ) {
    const record = referenceRecord(text, at, dialect);
    if (record.hasReturn) return null;
    if (record.text !== '') rows.push(record.fields);
    at = record.next;
  }
  return rows;
}

/** What a file tells, record by record: its fields, or the text of what is no record. */
export type ReferenceTold =
  | { readonly fields: readonly string[]; readonly text: string }
  | { readonly malformed: string };

/** @param width how many fields a record has; records are those behind `start` */
export function* referenceFile(
  text: string,
  start: number,
  width: number,
  dialect: ReferenceDialect,
): Generator<ReferenceTold> {
  for (let at = start; at < text.length; ) {
    const record = referenceRecord(text, at, dialect);
    const fits = record.fields.length === width && !record.hasReturn && !record.isLoose && !record.isOpen;
    const [line = ''] = record.text.split(dialect.anyLineEnd ? /\r\n|\r|\n/ : /\r*\n|\r+$/);
    if (fits) yield { fields: record.fields, text: record.text };
    else if (record.text !== '') yield { malformed: line };
    at = fits ? record.next : at + line.length;
    if (!fits) at += lineEndAt(text, at, dialect);
  }
}
