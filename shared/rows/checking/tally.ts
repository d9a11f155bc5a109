/** What cleaning says of the frames of a file, added up. */
import type { Dataset } from '../../datasets/declaration.ts';
import type { NormalisedColumn } from '../../datasets/normalise.ts';
import { type Form, formText } from '../../datasets/values/form.ts';
import type { Frame } from '../cleaning/frame.ts';
import { type Forms, type Processed, processor } from '../cleaning/process.ts';
import { type Unreadable, type UnreadableColumn, unreadableTally } from '../cleaning/unreadable.ts';
import type { ColumnCheck, Rejection } from './file-check.ts';
import { rejections } from './rejections.ts';

export interface Counted {
  readonly received: number;
  readonly clean: number;
  readonly duplicate: number;
  readonly rejected: readonly Rejection[];
  readonly columns: readonly ColumnCheck[];
  readonly unreadable: Unreadable;
}

/** @param take gets the columns of each frame, normalised, and which of its rows would come in */
export async function count(
  frames: AsyncIterable<Frame>,
  dataset: Dataset,
  forms: Forms,
  take: (columns: Processed['columns'], clean: readonly number[]) => void,
): Promise<Counted> {
  const process = processor(dataset, forms);
  const unreadable = unreadableTally();
  const rejected = rejections();
  const read: Record<string, number> = {};
  const counts = { received: 0, split: 0, clean: 0, duplicate: 0 };
  for await (const frame of frames) {
    const processed = process(frame);
    unreadable.add(frame, processed.normalised);
    rejected.add(dataset, frame, processed.judgement);
    for (const [name, column] of Object.entries(processed.normalised))
      read[name] = (read[name] ?? 0) + valuesRead(column);
    counts.received += frame.rows;
    counts.split += frame.malformed.filter((text) => text === '').length;
    counts.clean += processed.candidates.rows.length;
    counts.duplicate += processed.candidates.repeated;
    take(processed.columns, processed.candidates.rows);
  }
  const { split, ...rows } = counts;
  const found = unreadable.total();
  const columns = Object.keys(dataset.columns).map((column): ColumnCheck => {
    const some = read[column] ?? 0;
    return { column, read: some, ...unreadIn(split - some, found[column]), form: formOf(forms[column]) };
  });
  return { ...rows, rejected: rejected.total(), columns, unreadable: found };
}

function unreadIn(rest: number, { values, examples }: UnreadableColumn = NONE) {
  return { missing: rest - values, unreadable: values, examples };
}

const NONE: UnreadableColumn = { values: 0, of: 0, examples: [] };

const formOf = (form: Form | undefined): string | null => (form ? formText(form) : null);

function valuesRead({ column }: NormalisedColumn): number {
  let values = 0;
  for (const value of column) if (value !== null && !Number.isNaN(value)) values += 1;
  return values;
}
