/**
 * The inference log on this side of the broker: predictions wait in a bounded buffer and leave as inference.logged
 * events, many at a time, so that no request waits for it. What does not fit is dropped and counted.
 */
import type { Trace } from '../../shared/runtime/trace.ts';
import { flushing } from './flushing.ts';
import { type LoggedFeedback, type LoggedPrediction, logBuffer } from './log-buffer.ts';
import { outgoing, type Send } from './outgoing.ts';

export interface InferenceLog {
  /** @param trace of the request, where somebody follows it: the event that tells of it goes on in it */
  prediction(entry: LoggedPrediction, trace?: Trace): void;
  /** @returns whether there was room: a caller who is told 202 relies on it. */
  feedback(entry: LoggedFeedback, trace?: Trace): boolean;
  /** Sends what is buffered and stops sending by itself; what then remains counts as dropped. */
  close(): Promise<void>;
  readonly totals: LogTotals;
}

export interface LogTotals {
  readonly sent: number;
  readonly dropped: number;
  readonly buffered: number;
}

export interface LogOptions {
  /**
   * Sends one event with this JSON as its data; the id is the same when it is sent again. @throws to be called again.
   * Absent where there is nowhere to send: all is dropped then, and counted.
   */
  readonly send: Send | undefined;
  readonly newId: () => string;
  /** Told of every change, for metrics. */
  readonly onSent?: (entries: number) => void;
  readonly onDropped?: (entries: number) => void;
  /** Bytes that wait at most; what is larger than an event counts as too much as well. */
  readonly capacity?: number;
  /** Entries of one event at most. */
  readonly entriesPerEvent?: number;
  /** Bytes of one event's data at most; the platform's limit is 256 KiB. */
  readonly bytesPerEvent?: number;
  /** How long an entry waits for company. */
  readonly intervalMs?: number;
}

const NOBODY = (): void => {};
const DEFAULTS = {
  onSent: NOBODY,
  onDropped: NOBODY,
  capacity: 32 * 1024 * 1024,
  entriesPerEvent: 500,
  bytesPerEvent: 240 * 1024,
  intervalMs: 1000,
};

export function inferenceLog(options: LogOptions): InferenceLog {
  const { send, newId, onSent, onDropped, intervalMs, ...bounds } = { ...DEFAULTS, ...options };
  const counts = { sent: 0, dropped: 0 };
  const drop = (entries: number): void => {
    counts.dropped += entries;
    onDropped(entries);
  };
  const sent = (entries: number): void => {
    counts.sent += entries;
    onSent(entries);
  };
  const buffer = logBuffer(bounds);
  const out = outgoing({ buffer, send, newId, onSent: sent });
  const flusher = flushing({ buffer, out, intervalMs });
  const taken = (hasRoom: boolean): boolean => {
    if (hasRoom) flusher.wake();
    else drop(1);
    return hasRoom;
  };
  const isOpen = (): boolean => send !== undefined && flusher.isOpen;
  return {
    prediction: (entry, trace) => void taken(isOpen() && buffer.addPrediction(entry, trace)),
    feedback: (entry, trace) => taken(isOpen() && buffer.addFeedback(entry, trace)),
    async close() {
      await flusher.close();
      const left = out.waiting;
      out.clear();
      if (left > 0) drop(left);
    },
    get totals() {
      return { ...counts, buffered: out.waiting };
    },
  };
}
