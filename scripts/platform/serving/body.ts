/** The whole body of a request, up to a limit. */
import type { IncomingMessage } from 'node:http';
import { gathered } from '../../../shared/runtime/http/gathered.ts';

export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** @throws TooLarge as soon as more than `limit` bytes have come (the rest is not read), or when the sender hangs up. */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces = gathered();
    let size = 0;
    if (Number(request.headers['content-length'] ?? 0) > limit) {
      reject(new TooLarge());
      return;
    }
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= limit) {
        pieces.add(chunk);
        return;
      }
      request.off('data', onData).pause();
      pieces.forget();
      reject(new TooLarge());
    };
    request.on('data', onData);
    request.on('end', () => resolve(pieces.whole()));
    request.on('error', reject);
    request.on('close', () => reject(new Error('the sender hung up')));
  });
}
