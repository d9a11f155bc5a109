/** A whole file, answered slice by slice, and put together. */
import type { PredictForm } from '../../../../../../shared/api/predicting.ts';
import { Refused } from '../../../data/refused.ts';
import { t } from '../../../texts/texts.ts';
import { answersTo, type RowAnswer, type SliceQuestion } from './ask-slice.ts';
import { headerLine, resultLines, unknownIn } from './result.ts';
import { type Slice, slicesOf, type TableFile } from './table.ts';

export interface Counts {
  /** Rows that have been asked for. */
  readonly rows: number;
  readonly answered: number;
  /** Of them, those with values that the model has never seen. */
  readonly unknown: number;
  /** Versions that answered. */
  readonly versions: readonly number[];
}

export const NONE: Counts = { rows: 0, answered: 0, unknown: 0, versions: [] };

export interface FileQuestion extends Pick<SliceQuestion, 'version' | 'stop' | 'onAgain'> {
  readonly form: PredictForm;
  readonly table: TableFile;
  readonly onCounts: (counts: Counts) => void;
  /** A slice that is not answered, however often it is asked: it is asked again when this ends. */
  readonly onHeld: (error: Refused) => Promise<void>;
}

/** @returns what was answered, also where it was ended before */
export async function answerFile(question: FileQuestion): Promise<Blob> {
  const { form, table, stop, onCounts } = question;
  // Each part is the browser's to keep; text that is joined would be this page's.
  const parts = [new Blob([headerLine(form, table)])];
  const id = crypto.randomUUID();
  let counts = NONE;
  try {
    for await (const slice of slicesOf(table, stop)) {
      const answers = await untilAnswered(question, slice, id);
      parts.push(new Blob([resultLines(form, table, slice, answers)]));
      counts = counted(counts, answers);
      onCounts(counts);
    }
  } catch (error) {
    if (!stop.aborted) throw error;
  }
  return new Blob(parts, { type: 'text/csv' });
}

async function untilAnswered(question: FileQuestion, slice: Slice, id: string): Promise<RowAnswer[]> {
  const { form, table, version, stop, onAgain, onHeld } = question;
  const ragged = (cells: number): string => t().predictFile.raggedRow(cells, table.columns.length);
  for (;;) {
    try {
      return await answersTo(table, slice, { dataset: form.dataset, version, id, stop, onAgain, ragged });
    } catch (error) {
      stop.throwIfAborted();
      if (!(error instanceof Refused)) throw error;
      await onHeld(error);
      stop.throwIfAborted();
    }
  }
}

function counted(before: Counts, answers: readonly RowAnswer[]): Counts {
  const there = answers.flatMap((one) => ('version' in one ? [one.version] : []));
  return {
    rows: before.rows + answers.length,
    answered: before.answered + there.length,
    unknown: before.unknown + answers.filter((one) => unknownIn(one) !== '').length,
    versions: [...new Set([...before.versions, ...there])],
  };
}
