/**
 * Bytes of large bodies that a process holds at a time. Each body has its limit; this is the limit of all of them
 * together, as many that are sent at once would otherwise fill the memory of a pod. Who comes when there is no room is
 * read no further until there is, and told to come again when that takes long.
 */
import { HttpError } from './http-error.ts';

/** Smaller ones are as many as there may be requests: they are not counted. */
export const SMALL = 64 * 1024;
const MOST = 64 * 1024 * 1024;
const WAIT_MS = 10_000;

export interface HeldBytes {
  /** What one body holds, from now until it is let go of. */
  share(): Share;
}

export interface Share {
  /** @returns nothing where there is room, else a promise of it. @throws HttpError 503 by the promise */
  take(bytes: number): Promise<void> | undefined;
  /** What is in memory already. */
  add(bytes: number): void;
  letGo(): void;
}

/** Where nobody tells when it is over. */
export const UNCOUNTED: Share = { take: () => undefined, add: () => {}, letGo: () => {} };

interface Waiting {
  readonly bytes: number;
  readonly goOn: () => void;
}

/** @param most bytes of all shares; one share alone may always be as large as its body may */
export function heldBytes(most = MOST, waitMs = WAIT_MS): HeldBytes {
  let held = 0;
  const waiting: Waiting[] = [];
  const next = (): void => {
    for (let first = waiting[0]; first && held + first.bytes <= most; first = waiting[0]) {
      waiting.shift();
      held += first.bytes;
      first.goOn();
    }
  };
  const room = (bytes: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const one: Waiting = {
        bytes,
        goOn: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(one), 1);
        reject(busy());
      }, waitMs).unref();
      waiting.push(one);
    });
  const share = (): Share => {
    let own = 0;
    let isOver = false;
    const count = (bytes: number): void => {
      own += bytes;
      // Who hung up while it waited has let go before.
      if (isOver) letGo();
    };
    const letGo = (): void => {
      isOver = true;
      held -= own;
      own = 0;
      next();
    };
    return {
      take(bytes) {
        if (waiting.length > 0 || held + bytes > most) return room(bytes).then(() => count(bytes));
        held += bytes;
        own += bytes;
        return undefined;
      },
      add(bytes) {
        held += bytes;
        count(bytes);
      },
      letGo,
    };
  };
  return { share };
}

const busy = (): HttpError =>
  new HttpError(503, 'many large requests are being answered, try again', {}, { 'retry-after': '5' });
