/** The rows of a batch request, each checked as a single one is. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { Problem } from '../../shared/datasets/schema.ts';
import { HttpError } from '../../shared/runtime/http/http.ts';
import { checkInput, type Input, refused } from './input.ts';
import { type Batch, rowsOf } from './rows.ts';

/** Of thousands of bad fields the first ones tell enough. */
const MOST_PROBLEMS = 100;

/** @throws HttpError 422 naming the bad fields, each with the number of its row (from 0); 413 for more than `most` rows */
export async function readInputs(dataset: Dataset, batch: Batch, most: number): Promise<Input[]> {
  const inputs: Input[] = [];
  const problems: (Problem & { row: number })[] = [];
  let row = 0;
  for await (const values of rowsOf(batch, Object.keys(dataset.columns))) {
    for (const value of values) {
      const checked = checkInput(dataset, value);
      if ('problems' in checked) problems.push(...checked.problems.map((problem) => ({ row, ...problem })));
      else inputs.push(checked);
      row += 1;
    }
    if (problems.length >= MOST_PROBLEMS) break;
    if (row > most) throw new HttpError(413, `more than ${most} rows; send them in several requests`);
  }
  if (problems.length > 0) throw refused(problems.slice(0, MOST_PROBLEMS));
  return inputs;
}
