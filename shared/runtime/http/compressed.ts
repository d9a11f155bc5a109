/**
 * Large answers go as gzip to clients that take it: a tenth of the bytes of predictions in JSON, for a few percent of the
 * work of making them, and on another thread.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { createGzip, type Gzip } from 'node:zlib';

/** Bytes under which it is not worth it; a stream is taken for longer. */
const LEAST = 64 * 1024;
/** The fastest: the higher ones cost several times as much for little. */
const LEVEL = 1;
const TEXTS = /^(text\/|application\/(json|x-ndjson)\b)/;

export interface Packed {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
  readonly packer: Gzip;
}

interface Large {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
}

/** @returns undefined where the answer is to go as it is */
export function packed(
  { status, headers = {}, body }: Large,
  asked: IncomingHttpHeaders,
): Packed | undefined {
  if (status !== 200 || body === undefined || headers['content-encoding']) return undefined;
  const isStream = body instanceof Readable;
  if (!isStream && Buffer.byteLength(body) < LEAST) return undefined;
  if (!TEXTS.test(headers['content-type'] ?? '') || !takesGzip(asked)) return undefined;
  const vary = [headers.vary, 'Accept-Encoding'].filter(Boolean).join(', ');
  return {
    headers: { ...headers, 'content-encoding': 'gzip', vary },
    body: isStream ? body : Readable.from([Buffer.from(body as string)]),
    packer: createGzip({ level: LEVEL }),
  };
}

/** Named, and not with a weight of 0. */
const takesGzip = (asked: IncomingHttpHeaders): boolean =>
  /(^|,)\s*(x-)?gzip\s*(;\s*q=(1|0?\.0*[1-9])\S*\s*)?(,|$)/i.test(String(asked['accept-encoding'] ?? ''));
