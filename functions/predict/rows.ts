/** The rows of a batch request, whichever of the three formats it comes in. */
import {
  bodyAsUtf8,
  charsetOf,
  csvObjects,
  essenceOf,
  FormatError,
  isJsonArray,
  jsonArrayElements,
  jsonLines,
} from '../../shared/formats/index.ts';
import { notDeclared } from '../../shared/runtime/http/body.ts';
import { HttpError } from '../../shared/runtime/http/http.ts';
import { turn } from './turns.ts';

export interface Batch {
  readonly contentType: string | undefined;
  readonly body: Buffer;
}

type Parse = (body: Buffer) => Iterable<readonly unknown[]>;

/**
 * Rows as they came, in pieces between which others get their turn.
 * @param known fields, of which the header of a CSV should have some
 * @throws HttpError 400, 415
 */
export async function* rowsOf(
  { contentType, body }: Batch,
  known: readonly string[],
): AsyncGenerator<readonly unknown[]> {
  const parse = parserFor(contentType, known);
  try {
    for (const rows of parse(body)) {
      yield rows;
      await turn();
    }
  } catch (cause) {
    throw cause instanceof FormatError ? new HttpError(400, cause.message) : cause;
  }
}

function parserFor(contentType: string | undefined, known: readonly string[]): Parse {
  switch (essenceOf(contentType ?? '')) {
    case 'text/csv':
    case 'text/tab-separated-values':
      return (body) => csvObjects(bodyAsUtf8(body, charsetOf(contentType)), known);
    case 'application/x-ndjson':
    case 'application/ndjson':
    case 'application/jsonl':
    case 'application/x-jsonlines':
      return (body) => jsonLines(body);
    case 'application/json':
      return jsonArray;
    default:
      throw notDeclared(contentType, 'application/json, application/x-ndjson or text/csv');
  }
}

function jsonArray(body: Buffer): Iterable<readonly unknown[]> {
  if (isJsonArray(body)) return jsonArrayElements(body);
  throw new HttpError(400, 'the body is no JSON array; send [{...}, {...}], or one object to /predict');
}
