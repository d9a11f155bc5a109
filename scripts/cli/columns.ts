/** Texts and tables that stay within the columns of a terminal, whatever names and reasons they hold. */
import { table } from './words.ts';

export const COLUMNS = 100;
/** Of what comes below its row. */
const INDENT = '    ';
/** No name is cut to less. */
const LEAST_NAME = 12;

type Row = readonly string[];

/** Lines that are longer go on below, a little to the right of where they began. */
export function withinColumns(text: string, columns = COLUMNS): string {
  return text
    .split('\n')
    .map((line) => wrapped(line, `${/^ */.exec(line)?.[0] ?? ''}  `, columns))
    .join('\n');
}

function wrapped(line: string, indent: string, columns: number): string {
  if (line.length <= columns) return line;
  const space = line.lastIndexOf(' ', columns);
  // A word that is longer than a line is cut.
  const end = space > indent.length ? space : columns;
  const rest = indent + line.slice(end).trimStart();
  return `${line.slice(0, end).trimEnd()}\n${wrapped(rest, indent, columns)}`;
}

/**
 * A table whose last columns, being sentences, come below their row when they do not fit beside it; at last the names
 * in the first are cut in their middle.
 * @param rows the first is the head
 * @param sentences how many of the last columns are such
 */
export function tableWithin(rows: readonly Row[], sentences: number, columns = COLUMNS): string {
  const cells = Math.max(...rows.map(({ length }) => length));
  for (let beside = cells; beside >= cells - sentences; beside--) {
    const text = tableBeside(rows, beside, columns);
    if (widest(text) <= columns) return text;
  }
  const rest = widest(table(rows.map((row) => ['', ...row.slice(1, cells - sentences)])));
  const names = Math.max(LEAST_NAME, columns - rest);
  return tableBeside(
    rows.map(([name = '', ...row]) => [cut(name, names), ...row]),
    cells - sentences,
    columns,
  );
}

/** The first cells as a table; the others below their row, but those of the head. */
function tableBeside(rows: readonly Row[], beside: number, columns: number): string {
  const lines = table(rows.map((row) => row.slice(0, beside))).split('\n');
  return lines
    .flatMap((line, i) => {
      const below = i === 0 ? [] : (rows[i] ?? []).slice(beside).filter((cell) => cell !== '');
      return [line, ...below.map((cell) => withinColumns(INDENT + cell, columns))];
    })
    .join('\n');
}

const widest = (text: string): number => Math.max(...text.split('\n').map(({ length }) => length));

function cut(name: string, longest: number): string {
  if (name.length <= longest) return name;
  const half = Math.floor((longest - 3) / 2);
  return `${name.slice(0, longest - 3 - half)}...${name.slice(name.length - half)}`;
}
