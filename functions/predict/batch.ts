/** The rows of a batch request as they came, in UTF-8 where they are JSON. */
import { utf8Of } from '../../shared/runtime/http/charset.ts';
import type { HttpRequest } from '../../shared/runtime/http/http.ts';
import type { Batch } from './rows.ts';

/** What reads CSV knows the encodings of files itself. @throws HttpError 400, 415 for bytes that are no text */
export function batchOf({ headers }: HttpRequest, body: Buffer): Batch {
  const contentType = headers['content-type'];
  const isCsv = /^\s*text\/(csv|tab-separated-values)\b/i.test(contentType ?? '');
  return { contentType, body: isCsv ? body : utf8Of(body, contentType) };
}
