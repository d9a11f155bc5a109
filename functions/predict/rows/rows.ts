/** The rows of a batch request, whichever of the three formats it comes in. */
import { HttpError, type HttpRequest } from '../../../shared/runtime/http.ts';
import { csvRows } from './csv.ts';
import { jsonArrayElements } from './json-array.ts';
import { jsonLines } from './json-lines.ts';

/** Larger batches are for the pipeline, or for several requests. */
const BODY_LIMIT = 32 * 1024 * 1024;

/** Rows as they came, in pieces between which others get their turn. @throws HttpError 400, 413, 415 */
export async function* rowsOf(request: HttpRequest): AsyncGenerator<readonly unknown[]> {
  const parse = parserFor(request.headers['content-type']);
  for (const rows of parse(await request.body(BODY_LIMIT))) {
    yield rows;
    await turn();
  }
}

/** Lets whatever else is waiting go first. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function parserFor(contentType = 'application/json'): (body: Buffer) => Iterable<readonly unknown[]> {
  const mediaType = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  switch (mediaType) {
    case 'text/csv':
      return csvRows;
    case 'application/x-ndjson':
    case 'application/ndjson':
    case 'application/jsonl':
    case 'application/x-jsonlines':
      return jsonLines;
    // curl -d says so unless told otherwise.
    case 'application/x-www-form-urlencoded':
    case 'application/json':
    case '':
      return jsonArrayElements;
    default:
      throw new HttpError(
        415,
        `cannot read ${mediaType}; send application/json, application/x-ndjson or text/csv`,
      );
  }
}
