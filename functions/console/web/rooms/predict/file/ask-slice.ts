/** The rows of a slice, answered: asked again where nobody answers, and without those that the model refuses. */
import type { PredictorAnswer } from '../../../../../../shared/api/predicting.ts';
import { reached, refusalOf } from '../../../data/ask.ts';
import { answered } from '../../../data/connection.ts';
import { isAway, Refused } from '../../../data/refused.ts';
import { pathOf, withQuery } from '../../../shell/place.ts';
import { type Given, readRow } from './read-row.ts';
import type { Slice, TableFile } from './table.ts';

/** Of a row: its answer, or why there is none. */
export type RowAnswer =
  | { readonly answer: Partial<PredictorAnswer>; readonly version: number }
  | { readonly problem: string };

export interface SliceQuestion {
  readonly dataset: string;
  /** undefined: whatever serves. */
  readonly version: string | undefined;
  /** By it the same rows, asked again, are noted once. */
  readonly id: string;
  readonly stop: AbortSignal;
  /** Told before it is asked again. */
  readonly onAgain: (error: Refused, tries: number) => void;
  /** How it is told that a row has other cells than the header. */
  readonly ragged: (cells: number) => string;
}

const TRIES = 4;
const PAUSE_MS = 1000;
/** A refusal names a hundred values at most. */
const ROUNDS = 20;

/** @throws Refused when it is not answered after some tries */
export async function answersTo(
  table: TableFile,
  slice: Slice,
  question: SliceQuestion,
): Promise<RowAnswer[]> {
  const answers: (RowAnswer | undefined)[] = [];
  let open: Open[] = [];
  for (const [index, record] of slice.records.entries()) {
    const read = readRow(table, record);
    if ('given' in read) open.push({ index, given: read.given });
    else answers[index] = { problem: problemText(read, question) };
  }
  for (let round = 0; open.length > 0; round++) {
    if (round === ROUNDS) throw new Refused(422, 'too many rows were refused');
    const told = await askPatiently(open, { ...question, id: `${question.id}-${slice.first}.${round}` });
    for (const [at, one] of told.entries()) if (one) answers[open[at]?.index ?? 0] = one;
    open = open.filter((_, at) => told[at] === undefined);
  }
  return answers.map((answer) => answer ?? { problem: '' });
}

interface Open {
  /** In the slice. */
  readonly index: number;
  readonly given: Given;
}

type Read = Exclude<ReturnType<typeof readRow>, { given: Given }>;

const problemText = ({ unreadable, cells }: Read, { ragged }: SliceQuestion): string =>
  unreadable.length === 0
    ? ragged(cells)
    : unreadable.map(({ field, message }) => `${field.name}: ${message}`).join('; ');

async function askPatiently(open: readonly Open[], question: SliceQuestion) {
  for (let tries = 1; ; tries++) {
    try {
      return await askOnce(open, question);
    } catch (error) {
      const refused = error instanceof Refused ? error : new Refused(0, (error as Error).message);
      question.stop.throwIfAborted();
      if (tries === TRIES || !(isAway(refused) || refused.status === 429)) throw refused;
      question.onAgain(refused, tries);
      await pause(PAUSE_MS * tries, question.stop);
    }
  }
}

/** Ends at once where somebody stops it. */
const pause = (milliseconds: number, stop: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    stop.addEventListener('abort', end, { once: true });
  });

/** @returns undefined for each row that has to be asked again, because others beside it were refused */
async function askOnce(
  open: readonly Open[],
  { dataset, version, id, stop }: SliceQuestion,
): Promise<(RowAnswer | undefined)[]> {
  const answer = await reached(
    withQuery(`/api${pathOf('datasets', dataset, 'batch_predict')}`, version ? { version } : {}),
    {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json', 'x-request-id': id },
      body: JSON.stringify(open.map(({ given }) => given)),
      signal: stop,
    },
  );
  // The server is there: it is the predictor behind it that says no.
  if (answer.headers.get('content-type')?.includes('json')) answered();
  if (answer.status === 422) return await refusedRows(answer, open.length);
  if (!answer.ok) throw await refusalOf(answer);
  const { predictions, model_version } = (await answer.json()) as Answered;
  return predictions.map((one) => ({ answer: one, version: model_version }));
}

interface Answered {
  readonly predictions: readonly Partial<PredictorAnswer>[];
  readonly model_version: number;
}

/** @throws Refused when it says of no row what is wrong with it */
async function refusedRows(answer: Response, rows: number): Promise<(RowAnswer | undefined)[]> {
  const told = answer.clone();
  const { detail = [] } = (await answer.json()) as { detail?: readonly Detail[] };
  const wrong = new Array<RowAnswer | undefined>(rows).fill(undefined);
  for (const { row, field, message } of detail)
    if (row !== undefined && row < rows) wrong[row] ??= { problem: field ? `${field}: ${message}` : message };
  if (wrong.every((one) => one === undefined)) throw await refusalOf(told);
  return wrong;
}

interface Detail {
  readonly row?: number;
  readonly field: string;
  readonly message: string;
}
