/** A file as a table: CSV, and JSON as MLflow's `log_table` writes it, `{"columns": [...], "data": [[...]]}`. */

export interface Sheet {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | undefined)[])[];
  /** Whether there are more rows than are shown. */
  readonly isCut: boolean;
}

const [MOST_ROWS, MOST_COLUMNS] = [500, 50];

/** undefined for what is no table. */
export function sheetOf(path: string, text: string): Sheet | undefined {
  if (path.endsWith('.json')) return ofJson(text);
  return path.endsWith('.csv') ? ofLines(csvCells(text)) : undefined;
}

function ofJson(text: string): Sheet | undefined {
  const { columns, data } = (parsed(text) ?? {}) as { readonly columns?: unknown; readonly data?: unknown };
  if (!Array.isArray(columns) || !Array.isArray(data) || !data.every(Array.isArray)) return undefined;
  return ofLines([columns, ...data]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function ofLines([head, ...lines]: readonly (readonly unknown[])[]): Sheet | undefined {
  if (!head || head.length < 2 || lines.length === 0) return undefined;
  return {
    columns: head.slice(0, MOST_COLUMNS).map(String),
    rows: lines.slice(0, MOST_ROWS).map((line) => line.slice(0, MOST_COLUMNS).map(cellOf)),
    isCut: lines.length > MOST_ROWS,
  };
}

function cellOf(value: unknown): string | number | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const CELL = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/g;

/** RFC 4180. */
function csvCells(text: string): string[][] {
  const lines: string[][] = [[]];
  for (const [whole, cell = '', end] of text.matchAll(CELL)) {
    if (whole === '' && lines.at(-1)?.length === 0) break;
    lines.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === '') break;
    if (end !== ',') lines.push([]);
  }
  return lines.filter((line) => line.length > 0);
}
