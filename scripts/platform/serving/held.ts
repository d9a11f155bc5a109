/** What comes of a request's body before a pod is asked for: who sends slowly takes nobody's place. */
import type { IncomingMessage } from 'node:http';
import { gathered } from '../../../shared/runtime/http/gathered.ts';

/** The sender took too long: 408. */
export class Slow extends Error {
  override readonly name = 'Slow';
}

export interface Patience {
  /** With so many the sender is quick enough to be waited for at a pod; what is smaller is there as a whole. */
  readonly bytes: number;
  readonly withinMs: number;
}

const PATIENCE: Patience = { bytes: 1024 * 1024, withinMs: 30_000 };

export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** The beginning of a body. */
export interface Held {
  readonly bytes: Buffer;
  /** Nothing else comes. */
  readonly isAll: boolean;
}

const NOTHING: Held = { bytes: Buffer.alloc(0), isAll: true };

/** @throws Slow; or when the sender hangs up */
export function held(request: IncomingMessage, { bytes, withinMs } = PATIENCE): Promise<Held> {
  if (!hasBody(request)) return Promise.resolve(NOTHING);
  return new Promise((resolve, reject) => {
    const pieces = gathered();
    let left = bytes;
    const settle = (how: () => void): void => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose).pause();
      how();
    };
    const onData = (chunk: Buffer): void => {
      pieces.add(chunk);
      left -= chunk.length;
      if (left <= 0) settle(() => resolve({ bytes: pieces.whole(), isAll: false }));
    };
    const onEnd = (): void => settle(() => resolve({ bytes: pieces.whole(), isAll: true }));
    const onClose = (): void => settle(() => reject(new Error('the sender hung up')));
    const late = `the body did not come within ${withinMs / 1000} s`;
    const timer = setTimeout(() => settle(() => reject(new Slow(late))), withinMs);
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
  });
}
