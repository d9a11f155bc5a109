/**
 * The inference log on this side of the broker: predictions wait in a bounded buffer and leave as inference.logged
 * events, many at a time, so that no request waits for it. What does not fit is dropped and counted.
 */
import type { Trace } from '../../shared/runtime/trace.ts';
import { type LoggedFeedback, type LoggedPrediction, logBuffer, type Packed } from './log-buffer.ts';

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
  readonly send: ((id: string, data: string, traces: readonly Trace[]) => Promise<void>) | undefined;
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

const LONGEST_PAUSE_MS = 30_000;

export function inferenceLog({
  send,
  newId,
  onSent = () => {},
  onDropped = () => {},
  capacity = 32 * 1024 * 1024,
  entriesPerEvent = 500,
  bytesPerEvent = 240 * 1024,
  intervalMs = 1000,
}: LogOptions): InferenceLog {
  const buffer = logBuffer({ capacity, entriesPerEvent, bytesPerEvent });
  /** The event that is being sent: kept, with its id, until it has been taken. */
  let parcel: (Packed & { readonly id: string }) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  let closed = false;
  let sent = 0;
  let dropped = 0;
  let failures = 0;

  const waiting = (): number => buffer.length + (parcel?.entries ?? 0);
  const drop = (entries: number): void => {
    dropped += entries;
    onDropped(entries);
  };
  const next = (): typeof parcel => {
    const packed = buffer.pack();
    return packed && { id: newId(), ...packed };
  };
  /**
   * Sends one event, and further ones as long as they are full, until one send fails. What came meanwhile waits for
   * company: under load, small events sent one after the other would cost as much as the predictions.
   */
  const drain = async (): Promise<void> => {
    if (!send) return;
    for (parcel ??= next(); parcel; parcel = closed || buffer.fillsEvent ? next() : undefined) {
      try {
        await send(parcel.id, parcel.data, parcel.traces);
      } catch {
        failures += 1;
        return;
      }
      failures = 0;
      sent += parcel.entries;
      onSent(parcel.entries);
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    sending ??= drain().finally(() => {
      sending = undefined;
      if (waiting() > 0) wake();
    });
    return sending;
  };
  /** After failures the pause doubles, so that a sink that is away is not hammered. */
  const wake = (): void => {
    if (closed || sending) return;
    if (failures === 0 && buffer.fillsEvent) void flush();
    else if (!timer) {
      timer = setTimeout(flush, Math.min(LONGEST_PAUSE_MS, intervalMs * 2 ** Math.min(failures, 10)));
      timer.unref();
    }
  };
  /** @returns whether there was room */
  const take = (add: () => boolean): boolean => {
    const room = send !== undefined && !closed && add();
    if (room) wake();
    else drop(1);
    return room;
  };
  return {
    prediction: (entry, trace) => void take(() => buffer.addPrediction(entry, trace)),
    feedback: (entry, trace) => take(() => buffer.addFeedback(entry, trace)),
    async close() {
      closed = true;
      clearTimeout(timer);
      // What was under way may have ended before the last entries came.
      await sending;
      await flush();
      const left = waiting();
      buffer.clear();
      parcel = undefined;
      if (left > 0) drop(left);
    },
    get totals() {
      return { sent, dropped, buffered: waiting() };
    },
  };
}
