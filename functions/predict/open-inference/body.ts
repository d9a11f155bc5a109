/**
 * The body of an inference request: JSON, and after it the binary data of those tensors that say so. A header tells how
 * long the JSON is (Binary Tensor Data Extension of the Open Inference Protocol).
 */
import { outsideTexts } from '../../../shared/formats/json.ts';
import { essenceOf } from '../../../shared/formats/media-type.ts';
import { isJsonType, notDeclared, parsed } from '../../../shared/runtime/http/body.ts';
import { textOf } from '../../../shared/runtime/http/charset.ts';
import { HttpError, type HttpRequest } from '../../../shared/runtime/http/http.ts';
import { INFER_JSON_BYTES } from '../limits.ts';

export const JSON_LENGTH = 'inference-header-content-length';

export interface InferBody {
  readonly asked: Readonly<Record<string, unknown>>;
  /** What follows the JSON. */
  readonly binary: Buffer;
}

/**
 * Clients of this protocol (tritonclient among them) say nothing of their type, as a page can; its browser says whose it is.
 * @throws HttpError 415
 */
export function refuseUndeclared({ headers }: HttpRequest): void {
  const type = headers['content-type'];
  const isSaid = isJsonType(type) || essenceOf(type ?? '') === 'application/octet-stream';
  if (!isSaid && (type !== undefined || headers.origin !== undefined))
    throw notDeclared(type, 'application/json or application/octet-stream');
}

/** @throws HttpError 400 for what is no such body, 413 for too much JSON */
export function inferBody({ headers }: HttpRequest, body: Buffer): InferBody {
  const length = jsonLength(headers[JSON_LENGTH], body.length);
  if (length > INFER_JSON_BYTES)
    throw new HttpError(
      413,
      `the JSON is larger than ${INFER_JSON_BYTES} bytes: send binary data, or fewer rows`,
    );
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
  if (!/\bNaN\b/.test(text)) return parsed(text);
  return parsed(outsideTexts(text, (piece) => piece.replace(/-?\bNaN\b/g, 'null')));
}
