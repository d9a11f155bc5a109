/** JSON rows as records of CSV: every value as text, as a CSV file would have it. */
import type { Dataset } from '../../datasets/declaration.ts';
import { nearest } from '../../datasets/nearest.ts';
import { normaliseValue } from '../../datasets/normalise.ts';
import { asInTexts } from '../../datasets/values/number.ts';
import { FormatError } from '../../formats/index.ts';
import type { Limits } from './limits.ts';
import type { Format, RowFile, RowSink } from './row-file.ts';

type Row = Readonly<Record<string, unknown>>;

/** One element of a file: a row, or what came in its place (kept as text). */
export type Element = Row | Malformed;
export const MALFORMED = Symbol('malformed');
export const PROBLEM = Symbol('problem');
interface Malformed {
  readonly [MALFORMED]: string;
  /** Why, if it is not what it says. */
  readonly [PROBLEM]?: 'encoding';
}

/** A parsed JSON value as an element. */
export function elementOf(value: unknown): Element {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Element)
    : { [MALFORMED]: JSON.stringify(value) };
}

/**
 * A row may leave columns out: they are missing. One that has an object or a list where a value belongs is kept as
 * text, with that reason before it. Feeding throws FormatError when a row has a field that the data set does not have.
 */
export function objectRows(
  elements: AsyncIterable<readonly Element[]> | Iterable<readonly Element[]>,
  dataset: Dataset,
  limits: Limits,
  format: Format,
): RowFile {
  const columns = Object.keys(dataset.columns);
  let row = 0;
  const add = (element: Element, sink: RowSink): void => {
    row += 1;
    const { text, isRecord, problem } = recordOf(element, dataset, columns, row);
    const bytes = Buffer.from(text);
    if (bytes.length > limits.record)
      throw new FormatError(`row ${row} is longer than ${limits.record} bytes`);
    if (isRecord) sink.record(bytes, 0, bytes.length);
    else sink.malformed(bytes, 0, bytes.length, problem);
  };
  return {
    reading: { format },
    columns,
    async *feed(sink) {
      for await (const some of elements) {
        for (const element of some) add(element, sink);
        yield;
      }
    },
  };
}

const HALF_A_CHARACTER = /\p{Surrogate}/u;

interface Told {
  readonly text: string;
  readonly isRecord: boolean;
  readonly problem?: 'encoding' | undefined;
}

function recordOf(element: Element, dataset: Dataset, columns: readonly string[], number: number): Told {
  if (isMalformed(element)) return { text: element[MALFORMED], isRecord: false, problem: element[PROBLEM] };
  checkFields(element, dataset, columns, number);
  const nested = nestingOf(element, dataset);
  if (nested) return { text: `${nested}: ${JSON.stringify(element)}`, isRecord: false };
  const record = Object.entries(dataset.columns)
    .map(([name, column]) => csvValue(Object.hasOwn(element, name) ? asInTexts(column, element[name]) : null))
    .join(',');
  // A zero byte cannot be stored, nor half a character; in JSON, they are escaped.
  return record.includes('\0') || HALF_A_CHARACTER.test(record)
    ? { text: JSON.stringify(element), isRecord: false, problem: 'encoding' }
    : { text: record, isRecord: true };
}

const isMalformed = (element: Element): element is Malformed => MALFORMED in element;

function checkFields(row: Row, dataset: Dataset, columns: readonly string[], number: number): void {
  for (const name in row)
    if (!Object.hasOwn(dataset.columns, name))
      throw new FormatError(
        `row ${number} has the field ${JSON.stringify(name.slice(0, 60))}${meant(name, row, columns)}, which ${dataset.name} has not; expected ${columns.join(', ')}`,
      );
}

/** The column that may have been meant, of those that the row has not. */
function meant(name: string, row: Row, columns: readonly string[]): string {
  const near = nearest(
    name,
    columns.filter((column) => !Object.hasOwn(row, column)),
  );
  return near === undefined ? '' : ` (did you mean "${near}"?)`;
}

/** What is wrong with a row that has an object or a list as a value, as `predict` says it. */
function nestingOf(row: Row, dataset: Dataset): string | undefined {
  for (const [name, value] of Object.entries(row)) {
    if (typeof value !== 'object' || value === null) continue;
    const declaration = dataset.columns[name];
    const result = declaration && normaliseValue(declaration, value);
    if (result && 'problem' in result) return `${name}: ${result.problem}`;
  }
  return undefined;
}

function csvValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? csvText(value) : String(value);
}

/** A text between quotes, in which its own are doubled. */
export const csvText = (text: string): string =>
  `"${text.includes('"') ? text.replaceAll('"', '""') : text}"`;
