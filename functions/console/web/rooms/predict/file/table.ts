/** A file as a table: how it is written, its header, and its rows in slices. */
import type { FormField, PredictForm } from '../../../../../../shared/api/predicting.ts';
import { nearest } from '../../../../../../shared/datasets/nearest.ts';
import { canonicalText } from '../../../../../../shared/datasets/values/text.ts';
import { type CsvRecord, csvReader, SEPARATORS, type Separator } from './csv-records.ts';
import { encodingOf, textIn } from './text-file.ts';

export interface FileColumn {
  /** As the file has it. */
  readonly name: string;
  /** What it is to the model; undefined for what nobody asks for. */
  readonly field: FormField | undefined;
  /** The field that may have been meant. */
  readonly near: string | undefined;
}

export interface TableFile {
  readonly file: Blob;
  readonly encoding: string;
  readonly separator: Separator;
  readonly header: CsvRecord;
  readonly columns: readonly FileColumn[];
}

export interface Slice {
  /** The number of its first row, from 0. */
  readonly first: number;
  readonly records: readonly CsvRecord[];
}

/** Rows that are asked for at once: some hundred milliseconds. */
export const SLICE = 1000;
/** Bytes in which a header has to end. */
const HEADER = 256 * 1024;

/** @returns undefined when there is no header */
export async function tableIn(
  file: Blob,
  form: PredictForm,
  stop: AbortSignal,
): Promise<TableFile | undefined> {
  const encoding = await encodingOf(file, stop);
  const head = new TextDecoder(encoding).decode(await file.slice(0, HEADER).arrayBuffer());
  const read = SEPARATORS.flatMap((separator) => {
    const header = headerIn(head, separator);
    return header ? [{ separator, header, columns: columnsOf(header, form) }] : [];
  });
  const known = ({ columns }: Pick<TableFile, 'columns'>): number =>
    columns.filter(({ field }) => field).length;
  const [best] = read.sort((a, b) => known(b) - known(a) || b.columns.length - a.columns.length);
  return best && { file, encoding, ...best };
}

function headerIn(head: string, separator: Separator): CsvRecord | undefined {
  const reader = csvReader(separator);
  return reader.push(head)[0] ?? reader.end()[0];
}

/** A second column of a name is passed over. */
function columnsOf({ cells }: CsvRecord, { fields, target }: PredictForm): FileColumn[] {
  const names = fields.map(({ name }) => name);
  const taken = new Set<string>();
  return cells.map((name) => {
    const own = canonicalText(name);
    const field = taken.has(own) ? undefined : fields.find((one) => one.name === own);
    taken.add(own);
    return { name, field, near: field || own === target.column ? undefined : nearest(own, names) };
  });
}

export async function* slicesOf(
  { file, encoding, separator }: TableFile,
  stop: AbortSignal,
): AsyncGenerator<Slice> {
  const reader = csvReader(separator);
  let [first, isHeader] = [0, true];
  let waiting: CsvRecord[] = [];
  const take = (records: readonly CsvRecord[]): void => {
    waiting = waiting.concat(isHeader ? records.slice(1) : records);
    isHeader &&= records.length === 0;
  };
  for await (const text of textIn(file, encoding, stop)) {
    take(reader.push(text));
    for (; waiting.length >= SLICE; waiting = waiting.slice(SLICE), first += SLICE)
      yield { first, records: waiting.slice(0, SLICE) };
  }
  take(reader.end());
  for (; waiting.length > 0; waiting = waiting.slice(SLICE), first += SLICE)
    yield { first, records: waiting.slice(0, SLICE) };
}
