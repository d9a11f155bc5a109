/** What the body of an offered event is, by its media type. */
import type { IncomingHttpHeaders } from 'node:http';
import { BadEvent } from '../../events/errors.ts';
import { essenceOf } from '../../formats/media-type.ts';
import { HttpError } from '../http/http.ts';

/** How programs call the files that `ingest` reads; what they really are shows when they are read. */
const FILES = new Set([
  'text/csv',
  'application/csv',
  'text/tab-separated-values',
  'text/plain',
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/jsonlines',
  'application/x-jsonlines',
  'application/vnd.apache.parquet',
  'application/x-parquet',
  'application/parquet',
  'application/gzip',
  'application/x-gzip',
  'application/octet-stream',
]);
const LONGEST = 200;

/**
 * An event (in structured mode) or its data (binary mode, JSON), or a file (binary mode).
 * @throws BadEvent when it says nothing of CloudEvents; HttpError 415 for what is not taken
 */
export function carriedBy(headers: IncomingHttpHeaders): 'event' | 'file' {
  const declared = headers['content-type'] ?? '';
  const type = essenceOf(declared);
  if (type.startsWith('application/cloudevents')) checkEventType(type);
  else if (headers['ce-specversion'] === undefined)
    throw new BadEvent(
      'not a CloudEvent: neither ce- headers (ce-specversion, ce-id, ce-source, ce-type) nor content-type application/cloudevents+json',
    );
  else if (FILES.has(type)) return 'file';
  else if (type !== '' && !/[/+]json$/.test(type)) throw notTaken(declared);
  return 'event';
}

/** @throws HttpError 415 when an event carries something else than JSON or a file */
export function fileTypeOf(declared = ''): string {
  if (!FILES.has(essenceOf(declared)) || declared.length > LONGEST) throw notTaken(declared);
  return declared;
}

function checkEventType(type: string): void {
  if (type !== 'application/cloudevents+json')
    throw new HttpError(
      415,
      `${type} is not taken, as each batch has an answer of its own: send one event a request, in application/cloudevents+json or with ce- headers`,
    );
}

const notTaken = (declared: string): HttpError =>
  new HttpError(
    415,
    `content-type "${declared.slice(0, LONGEST)}" is not taken: send application/json ({"rows": [...]}, or {} with a dataref), or a file as text/csv, application/x-ndjson or application/vnd.apache.parquet`,
  );
