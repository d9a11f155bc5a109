/**
 * What a log event tells, written together; where the database refuses something in it, entry by entry: those that
 * cannot be kept go their own way, each as an event of its own, and end in dead letters. The others do not suffer from
 * them.
 */
import { PermanentError } from '../../shared/events/errors.ts';
import type { DataOf } from '../../shared/events/event.ts';
import type { inferenceLogged } from '../../shared/events/types.ts';
import type { Transaction } from '../../shared/store/database.ts';
import { refusedData } from '../../shared/store/refused-data.ts';
import { matchFeedback, recordFeedback } from './feedback.ts';
import { recordPredictions } from './predictions.ts';

type Logged = DataOf<typeof inferenceLogged>;

/** @returns entries that the database refuses. @throws PermanentError where there is but one */
export async function recordEntries(
  sql: Transaction,
  dataset: string,
  { predictions, feedback = [] }: Logged,
): Promise<Logged[]> {
  const all = { predictions, feedback };
  const refusal = await refusalOf(sql, dataset, all);
  if (refusal === undefined) return [];
  const alone = each(all);
  if (alone.length === 1) throw new PermanentError(`the entry cannot be kept: ${refusal}`);
  const refused: Logged[] = [];
  for (const one of alone) if (await refusalOf(sql, dataset, one)) refused.push(one);
  return refused;
}

const each = ({ predictions, feedback }: Required<Logged>): Required<Logged>[] => [
  ...predictions.map((prediction) => ({ predictions: [prediction], feedback: [] })),
  ...feedback.map((word) => ({ predictions: [], feedback: [word] })),
];

/** Writes them all or none. @returns why they are refused */
async function refusalOf(
  sql: Transaction,
  dataset: string,
  { predictions, feedback }: Required<Logged>,
): Promise<string | undefined> {
  const ids = [...predictions, ...feedback].map(({ requestId }) => requestId);
  try {
    await sql.savepoint(async (tx) => {
      await recordPredictions(tx, dataset, predictions);
      await recordFeedback(tx, dataset, feedback);
      await matchFeedback(tx, dataset, ids);
    });
    return undefined;
  } catch (error) {
    const refusal = refusedData(error);
    if (refusal === undefined) throw error;
    return refusal;
  }
}
