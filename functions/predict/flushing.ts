/**
 * When the log leaves: at once when there is enough for an event of full size, else after a pause. What comes while
 * events are under way waits for company: under load, small events sent one after the other would cost as much as the
 * predictions.
 */
import type { LogBuffer } from './log-buffer.ts';
import type { Outgoing } from './outgoing.ts';

export interface Flushing {
  readonly isOpen: boolean;
  /** Something has come. */
  wake(): void;
  /** Sends what is there, and stops sending by itself. */
  close(): Promise<void>;
}

interface FlushingOptions {
  readonly buffer: Pick<LogBuffer, 'fillsEvent'>;
  readonly out: Outgoing;
  /** How long an entry waits for company. */
  readonly intervalMs: number;
}

export function flushing({ buffer, out, intervalMs }: FlushingOptions): Flushing {
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  let isOpen = true;
  const goesOn = (): boolean => !isOpen || buffer.fillsEvent;
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    sending ??= out.drain(goesOn).finally(() => {
      sending = undefined;
      if (out.waiting > 0) wake();
    });
    return sending;
  };
  const wake = (): void => {
    if (!isOpen || sending) return;
    if (out.failures === 0 && buffer.fillsEvent) void flush();
    else timer ??= setTimeout(flush, pauseAfter(out.failures, intervalMs)).unref();
  };
  return {
    get isOpen() {
      return isOpen;
    },
    wake,
    async close() {
      isOpen = false;
      clearTimeout(timer);
      // What was under way may have ended before the last entries came.
      await sending;
      await flush();
    },
  };
}

const LONGEST_PAUSE_MS = 30_000;

/** It doubles, so that a sink that is away is not hammered. */
const pauseAfter = (failures: number, intervalMs: number): number =>
  Math.min(LONGEST_PAUSE_MS, intervalMs * 2 ** Math.min(failures, 10));
