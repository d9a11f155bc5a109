/**
 * Bodies that come a byte at a time: each would hold memory, and a place, for as long as its sender likes. Who is waited
 * for and sends less than a little in half a minute is cut off; who waits for us is not.
 */
import type { IncomingMessage } from 'node:http';

export interface Pace {
  readonly everyMs: number;
  /** That have to come in the time. */
  readonly bytes: number;
}

export const PACE: Pace = { everyMs: 30_000, bytes: 32 * 1024 };

export interface SlowBodies {
  /** From now until its body has come, or it is forgotten. */
  watch(incoming: IncomingMessage): void;
  forget(incoming: IncomingMessage): void;
  stop(): void;
}

/** One timer for all of a server, while there are any. */
export function slowBodies({ everyMs, bytes }: Pace = PACE): SlowBodies {
  /** What had come at the last look; undefined before the first. */
  const seen = new Map<IncomingMessage, number | undefined>();
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    for (const [incoming, before] of seen) {
      const { bytesRead } = incoming.socket;
      if (incoming.complete || incoming.destroyed) seen.delete(incoming);
      else if (before !== undefined && isAwaited(incoming) && bytesRead - before < bytes) incoming.destroy();
      else seen.set(incoming, bytesRead);
    }
    if (seen.size === 0) stop();
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  return {
    watch: (incoming) => {
      seen.set(incoming, undefined);
      timer ??= setInterval(look, everyMs).unref();
    },
    forget: (incoming) => void seen.delete(incoming),
    stop,
  };
}

/** Somebody reads it, and has read all that came. */
const isAwaited = ({ readableFlowing, readableLength }: IncomingMessage): boolean =>
  readableFlowing !== null && readableLength === 0;
