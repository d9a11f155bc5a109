/** Calls that s3rver does not have, or not right: lists, and giving up an upload in parts. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Files } from './files.ts';
import type { Handler } from './guard.ts';
import { askedIn, list, listText } from './list.ts';
import { decoded, pairsOf } from './query.ts';
import { asXml, Refusal } from './refusal.ts';

/** @param behind answers all others */
export const withOwnCalls =
  (files: Files, behind: Handler): Handler =>
  (request, response) => {
    const answer = callOf(files, request);
    if (!answer) return behind(request, response);
    request.resume();
    answer().then(
      (body) => write(response, body === '' ? 204 : 200, body),
      (error: unknown) => refuse(response, error),
    );
  };

/** @returns what answers it, with XML or nothing */
function callOf(files: Files, { method, url = '/' }: IncomingMessage): (() => Promise<string>) | undefined {
  const [, bucket = '', ...key] = (url.split('?')[0] ?? '').split('/').map(decoded);
  const query = new Map(pairsOf(url));
  const upload = query.get('uploadId');
  if (method === 'DELETE' && upload !== undefined)
    return async () => {
      await files.abort(bucket, upload);
      return '';
    };
  if (method !== 'GET' || key.join('') !== '' || query.get('list-type') !== '2') return undefined;
  return async () => {
    const asked = askedIn(query);
    return listText(bucket, asked, await list(files.getBucketPath(bucket), asked));
  };
}

function refuse(response: ServerResponse, error: unknown): void {
  const { status, code, message } =
    error instanceof Refusal
      ? error
      : { status: 500, code: 'InternalError', message: 'it could not be done' };
  write(response, status, asXml({ code, message }));
}

function write(response: ServerResponse, status: number, body: string): void {
  response
    .writeHead(status, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) })
    .end(body);
}
