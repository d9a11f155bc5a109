/**
 * The body of an inference request: JSON, and after it the binary data of those tensors that say so. A header tells how
 * long the JSON is (Binary Tensor Data Extension of the Open Inference Protocol).
 */
import { parsed } from '../../../shared/runtime/http/body.ts';
import { textOf } from '../../../shared/runtime/http/charset.ts';
import { HttpError, type HttpRequest } from '../../../shared/runtime/http/http.ts';

export const JSON_LENGTH = 'inference-header-content-length';
/** JSON is parsed in one go, in which nobody else is answered. */
const JSON_BYTES = 8 * 1024 * 1024;

export interface InferBody {
  readonly asked: Readonly<Record<string, unknown>>;
  /** What follows the JSON. */
  readonly binary: Buffer;
}

/** @throws HttpError 400 for what is no such body, 413 for too much JSON */
export function inferBody({ headers }: HttpRequest, body: Buffer): InferBody {
  const length = jsonLength(headers[JSON_LENGTH], body.length);
  if (length > JSON_BYTES)
    throw new HttpError(413, `the JSON is larger than ${JSON_BYTES} bytes: send binary data, or fewer rows`);
  const asked = withoutNaN(textOf(body.subarray(0, length), headers['content-type']));
  if (typeof asked !== 'object' || asked === null || Array.isArray(asked))
    throw new HttpError(400, 'the body must be a JSON object with "inputs"');
  return { asked: asked as InferBody['asked'], binary: body.subarray(length) };
}

function jsonLength(header: string | string[] | undefined, bytes: number): number {
  if (header === undefined) return bytes;
  const length = /^\d{1,10}$/.test(String(header)) ? Number(header) : Number.NaN;
  if (length <= bytes) return length;
  throw new HttpError(400, `${JSON_LENGTH} is "${String(header).slice(0, 20)}", of a body of ${bytes} bytes`);
}

/** Python writes a missing number into JSON as NaN, which JSON does not know. */
function withoutNaN(text: string): unknown {
  return parsed(
    /\bNaN\b/.test(text)
      ? text.replace(/"(?:[^"\\]+|\\.)*"|-?\bNaN\b/g, (part) => (part.startsWith('"') ? part : 'null'))
      : text,
  );
}
