/** What would become of a file, for people: within a hundred columns. */
import type { ColumnCheck, FileCheck, Rejection } from '../../shared/rows/checking/file-check.ts';
import type { Reading } from '../../shared/rows/reading/row-file.ts';
import { count, table } from './words.ts';

const WIDTH = 100;
const EXAMPLE = 30;

/** @param version in production, if there is one */
export function checkText(check: FileCheck, version: number | null): string {
  if (check.refused !== null) return wrapped('refused', check.refused);
  const { received, clean, duplicate, rejected, held, drift } = check;
  return [
    wrapped('read as', readingWords(check.reading)),
    columnTable(check.columns),
    table([
      ['received', count(received)],
      ['clean', count(clean), 'rows that the platform has already are among them: nothing is looked up'],
      ['duplicate', count(duplicate), ...(duplicate > 0 ? ['within the file'] : [])],
      ['rejected', count(rejected.reduce((sum, { rows }) => sum + rows, 0))],
    ]),
    ...(rejected.length > 0 ? [rejected.map(rejectionLine).join('\n')] : []),
    ...(held === null ? [] : [wrapped('held', held)]),
    wrapped('drift', version === null ? drift.reason : `${drift.reason} (against version ${version})`),
  ].join('\n\n');
}

/** Whether the file should not be sent as it is. */
export const isAmiss = (check: FileCheck): boolean => check.refused !== null || check.held !== null;

function readingWords({ format, encoding, separator, separatorLine, dropped = [] }: Reading): string {
  const left = [
    ...(separatorLine ? [`the line ${JSON.stringify(separatorLine)}`] : []),
    ...dropped.map((name) => JSON.stringify(name.slice(0, EXAMPLE))),
  ].join(', ');
  return [
    { csv: 'CSV', json: 'JSON', ndjson: 'lines of JSON', parquet: 'Parquet' }[format],
    ...(separator ? [`separator ${separator === '\t' ? 'tab' : separator}`] : []),
    ...(encoding ? [`encoding ${encoding}`] : []),
    ...(left ? [`left out ${left}`] : []),
  ].join(', ');
}

function columnTable(columns: readonly ColumnCheck[]): string {
  const head = ['column', 'read', 'missing', 'unreadable'];
  const counts = columns.map(({ column, read, missing, unreadable }) => [
    cut(column, EXAMPLE),
    count(read),
    count(missing),
    count(unreadable),
  ]);
  // Forms are shown on a number, and are none.
  const words = ['form and examples', ...columns.map(formWords)];
  return table([head, ...counts])
    .split('\n')
    .map((line, i) => cut(`${line}  ${words[i]}`.trimEnd(), WIDTH))
    .join('\n');
}

const formWords = ({ form, examples }: ColumnCheck): string =>
  [...(form ? [form] : []), ...examples.map((text) => JSON.stringify(text))].join(', ');

const rejectionLine = ({ reason, rows, example }: Rejection): string =>
  cut(`  ${reason} ${count(rows)}, first row ${example.row}: ${oneLine(example.text)}`, WIDTH);

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text;

/** A word, and beside it a sentence over as many lines as it takes. */
function wrapped(word: string, sentence: string): string {
  const indent = 10;
  const lines: string[] = [];
  let line = '';
  for (const part of oneLine(sentence).split(' ')) {
    if (line !== '' && line.length + 1 + part.length > WIDTH - indent) {
      lines.push(line);
      line = part;
    } else line = line === '' ? part : `${line} ${part}`;
  }
  lines.push(line);
  return `${word.padEnd(indent)}${lines.join(`\n${' '.repeat(indent)}`)}`;
}
