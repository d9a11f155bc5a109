/** PUTs a stream: fetch cannot send one with a content-length. */
import { type ClientRequest, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from './command.ts';

export interface Answered {
  readonly status: number;
  readonly text: string;
}

/** Refused in the middle of the upload, the answer says more than the broken pipe: it is waited for, a little. */
const ANSWER_MS = 500;
const IDLE_MS = 300_000;

/** @throws UserError when the stream cannot be read; any other error is the connection's */
export async function send(
  url: string,
  body: Readable,
  bytes: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const request = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/octet-stream', 'content-length': bytes },
  });
  const answered = answerTo(request);
  request.setTimeout(IDLE_MS, () => request.destroy(new Error(`nothing moved for ${IDLE_MS / 1000} s`)));
  let unread: Error | undefined;
  body.on('error', (error) => {
    // The connection's own failure comes to the stream as well, but later.
    if (!request.destroyed) unread = error;
  });
  const sent = pipeline(body, request).catch(async (cause) => {
    if (unread) throw new UserError(`the file cannot be read: ${unread.message}`, { cause });
    await Promise.race([answered, sleep(ANSWER_MS)]);
    throw cause;
  });
  return await Promise.race([answered, sent.then(() => answered)]);
}

function answerTo(request: ClientRequest): Promise<Answered> {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
  });
}
