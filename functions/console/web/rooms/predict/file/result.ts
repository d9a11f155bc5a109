/** The answers to a file as CSV: its columns as they came, and what the model says of each row beside them. */
import type { PredictForm } from '../../../../../../shared/api/predicting.ts';
import type { RowAnswer } from './ask-slice.ts';
import { type CsvRecord, written } from './csv-records.ts';
import type { Slice, TableFile } from './table.ts';

type Cell = string | number | null | undefined;

/** Names of what is added; one that the file has already is told apart. */
export function addedColumns(
  { target }: PredictForm,
  { header }: Pick<TableFile, 'header'>,
): readonly string[] {
  const answer = `predicted_${target.column}`;
  const own = target.classes ? target.classes.map((name) => `probability_${name}`) : ['lower', 'upper'];
  const names = [answer, ...own, 'model_version', 'unknown_values', 'problem', 'request_id'];
  return names.map((name) => (header.cells.includes(name) ? `${name}_of_model` : name));
}

export const headerLine = (form: PredictForm, table: TableFile): string =>
  line(table, table.header, addedColumns(form, table));

export const resultLines = (
  form: PredictForm,
  table: TableFile,
  { records }: Slice,
  answers: readonly RowAnswer[],
): string =>
  records
    .map((record, row) => line(table, record, addedCells(form, answers[row] ?? { problem: '' })))
    .join('');

/** As it came, where it has as many cells as the header; else put so that what is added stands under its name. */
function line({ header, separator }: TableFile, { text, cells }: CsvRecord, added: readonly Cell[]): string {
  const own = header.cells.map((_, index) => written(cells[index] ?? '', separator)).join(separator);
  const before = cells.length === header.cells.length ? text : own;
  return `${[before, ...added.map((cell) => written(shown(cell), separator))].join(separator)}\r\n`;
}

/** What is added is no formula to a spreadsheet: OWASP, "CSV Injection". */
const shown = (cell: Cell): string =>
  typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell ?? '');

function addedCells({ target }: PredictForm, told: RowAnswer): Cell[] {
  const width = target.classes ? target.classes.length : 2;
  if ('problem' in told) return [null, ...Array<null>(width).fill(null), null, null, told.problem, null];
  const { answer, version } = told;
  const { probabilities, interval, label } = answer;
  const own = target.classes
    ? [label, ...target.classes.map((name) => probabilities?.[name])]
    : [answer[target.column] as Cell, interval?.lower, interval?.upper];
  return [...own, version, unknownIn(told), null, answer.request_id];
}

/** Values that the model has never seen: "state=Atlantis; city=Nowhere". */
export function unknownIn(told: RowAnswer): string {
  if ('problem' in told) return '';
  const unknown = Object.entries(told.answer.input_summary?.unknown ?? {});
  return unknown.map(([name, value]) => `${name}=${value}`).join('; ');
}
