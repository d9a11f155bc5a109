/** GET /api/datasets/<dataset>/values/<column>: values that fit what was given, for suggestions. */
import type { FittingValues } from '../../../shared/api/predicting.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { fittingValues } from '../../../shared/store/fitting-values.ts';
import { knownDataset, limitOf, partsAfter } from '../path.ts';
import { textOf } from '../query.ts';
import { inTime } from '../viewing.ts';
import { suggestedOf } from './places.ts';

const MILLISECONDS = 3000;
const OWN = ['q', 'limit'];

/** Of columns alone that whoever asks the model may read. */
export async function values(request: HttpRequest): Promise<Answer> {
  const [name, , column = ''] = partsAfter(request, '/api/datasets/', 3);
  const dataset = knownDataset(name);
  const readable = suggestedOf(dataset);
  mustBe(readable, column, 404);
  const others = [...new Set(request.query.keys())].filter((other) => !OWN.includes(other));
  for (const other of others) mustBe(readable, other, 422);
  const fitting = {
    column,
    given: others.map((other) => [other, textOf(request, other) ?? ''] as const),
    beginning: textOf(request, 'q'),
    limit: limitOf(request, 50),
  };
  const found = await inTime(MILLISECONDS, (sql) => fittingValues(sql, dataset.name, fitting));
  return json({ dataset: dataset.name, column, values: found } satisfies FittingValues);
}

function mustBe(readable: readonly string[], column: string, status: number): void {
  if (!readable.includes(column))
    throw new HttpError(
      status,
      `values are told of ${readable.join(', ') || 'no column'}, not of "${column.slice(0, 100)}"`,
    );
}
