/**
 * Content codings of a body (RFC 9110, 8.4): undone piece by piece, with a bound on what it becomes, so that a few bytes
 * cannot make a process unpack gigabytes.
 */
import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { HttpError } from './http-error.ts';

/** What is taken, as a 415 says. */
export const CODINGS = 'gzip, deflate, br';

/** So many times its size a body may become; what becomes no more than the floor is let through in any case. */
const MOST_RATIO = 200;
const RATIO_FLOOR = 8 * 1024 * 1024;

type Coding = 'gzip' | 'deflate' | 'br';

/**
 * The one coding of a body, undefined for none.
 * @throws HttpError 415 for several and for one that is not taken
 */
export function codingOf(header: string | undefined): Coding | undefined {
  const coding = header?.trim().toLowerCase();
  switch (coding) {
    case undefined:
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return 'gzip';
    case 'deflate':
    case 'br':
      return coding;
    default:
      throw new HttpError(
        415,
        `content-encoding "${coding.slice(0, 100)}" is not taken: one of ${CODINGS}, or none`,
        {},
        { 'accept-encoding': CODINGS },
      );
  }
}

/**
 * @param limit bytes that it may become
 * @throws HttpError 413 when it becomes more, or more than 200 times its size; 400 when it is damaged or cut off
 */
export async function unpacked(body: Buffer, coding: Coding, limit: number): Promise<Buffer> {
  if (body.length === 0) return body;
  const unpacker = unpackerOf(coding, body);
  const most = Math.min(limit, Math.max(RATIO_FLOOR, MOST_RATIO * body.length));
  const pieces: Buffer[] = [];
  let length = 0;
  unpacker.end(body);
  try {
    for await (const piece of unpacker as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > most) throw tooMuch(most, limit);
      pieces.push(piece);
    }
  } catch (cause) {
    if (cause instanceof HttpError) throw cause;
    throw new HttpError(400, `the body is not whole ${coding}: ${(cause as Error).message}`);
  }
  if (unpacker.bytesWritten < body.length)
    throw new HttpError(400, `the body is not whole ${coding}: something follows its end`);
  return Buffer.concat(pieces, length);
}

const tooMuch = (most: number, limit: number): HttpError =>
  most === limit
    ? new HttpError(413, `the body becomes more than ${limit} bytes`)
    : new HttpError(413, `the body becomes more than ${MOST_RATIO} times its size: send it as it is`);

function unpackerOf(coding: Coding, body: Buffer): Transform & { readonly bytesWritten: number } {
  if (coding === 'gzip') return createGunzip();
  if (coding === 'br') return createBrotliDecompress();
  return isZlib(body) ? createInflate() : createInflateRaw();
}

/** "deflate" is deflate in a zlib envelope (RFC 1950); some clients leave the envelope off. */
const isZlib = (body: Buffer): boolean =>
  body.length >= 2 && ((body[0] ?? 0) & 15) === 8 && body.readUInt16BE(0) % 31 === 0;
