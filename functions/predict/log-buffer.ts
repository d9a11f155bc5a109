/** What waits to be logged, as JSON: bounded in bytes, and packed into events of bounded size. */
import type { DataOf } from '../../shared/events/event.ts';
import type { inferenceLogged } from '../../shared/events/types.ts';
import type { Trace } from '../../shared/runtime/trace.ts';
import { LogQueue } from './log-queue.ts';

type Data = DataOf<typeof inferenceLogged>;
export type LoggedPrediction = Data['predictions'][number];
export type LoggedFeedback = NonNullable<Data['feedback']>[number];

/** The data of one event as JSON, and how many entries are in it. */
export interface Packed {
  readonly data: string;
  readonly entries: number;
  /** Of the requests that made the entries, each once; some of them when they are many. */
  readonly traces: readonly Trace[];
}

export interface LogBuffer {
  readonly length: number;
  /** Whether what waits is enough for an event of full size. */
  readonly fillsEvent: boolean;
  /**
   * Each returns whether there was room.
   * @param trace of the request, where somebody follows it
   */
  addPrediction(entry: LoggedPrediction, trace?: Trace): boolean;
  addFeedback(entry: LoggedFeedback, trace?: Trace): boolean;
  /** Takes the oldest entries out as one event; undefined when there are none. */
  pack(): Packed | undefined;
  clear(): void;
}

export interface LogBufferOptions {
  /** Bytes that may wait. */
  readonly capacity: number;
  readonly entriesPerEvent: number;
  readonly bytesPerEvent: number;
}

/** More links than this tell nobody anything. */
const MOST_TRACES = 32;
/** What an event's data has around its entries. */
const ENVELOPE_BYTES = 64;

export function logBuffer({ capacity, entriesPerEvent, bytesPerEvent }: LogBufferOptions): LogBuffer {
  const predictions = new LogQueue();
  const feedback = new LogQueue();
  const most = bytesPerEvent - ENVELOPE_BYTES;
  const addTo = (to: LogQueue, entry: object, trace: Trace | undefined): boolean => {
    const json = JSON.stringify(entry);
    const bytes = Buffer.byteLength(json) + 1;
    if (bytes > most || predictions.bytes + feedback.bytes + bytes > capacity) return false;
    to.add({ json, bytes, trace });
    return true;
  };
  return {
    get length() {
      return predictions.length + feedback.length;
    },
    get fillsEvent() {
      const entries = predictions.length + feedback.length;
      return entries >= entriesPerEvent || predictions.bytes + feedback.bytes > most;
    },
    addPrediction: (entry, trace) => addTo(predictions, entry, trace),
    addFeedback: (entry, trace) => addTo(feedback, entry, trace),
    pack() {
      const words = feedback.take(entriesPerEvent, most);
      const asked = predictions.take(entriesPerEvent - words.entries, most - words.bytes);
      const entries = words.entries + asked.entries;
      if (entries === 0) return undefined;
      const told = words.entries > 0 ? `,"feedback":[${words.json}]` : '';
      const traces = [...new Set([...words.traces, ...asked.traces])].slice(0, MOST_TRACES);
      return { data: `{"predictions":[${asked.json}]${told}}`, entries, traces };
    },
    clear() {
      predictions.clear();
      feedback.clear();
    },
  };
}
