/** Entries that wait to be logged, the oldest first, with the bytes that they hold. */
import type { Trace } from '../../shared/runtime/trace.ts';

export interface Entry {
  readonly json: string;
  readonly bytes: number;
  readonly trace: Trace | undefined;
}

export interface Taken {
  /** Joined by commas. */
  readonly json: string;
  readonly entries: number;
  readonly bytes: number;
  readonly traces: ReadonlySet<Trace>;
}

/** Taken entries at the front are let go of when there are so many: each time would be quadratic. */
const COMPACT = 10_000;

export class LogQueue {
  #waiting: Entry[] = [];
  #taken = 0;
  #bytes = 0;

  get length(): number {
    return this.#waiting.length - this.#taken;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(entry: Entry): void {
    this.#waiting.push(entry);
    this.#bytes += entry.bytes;
  }

  /** The oldest ones, as many as fit. */
  take(entries: number, bytes: number): Taken {
    const from = this.#taken;
    const used = this.#advance(entries, bytes);
    this.#bytes -= used;
    const out = this.#waiting.slice(from, this.#taken);
    this.#compact();
    const json = out.map((entry) => entry.json).join(',');
    return { json, entries: out.length, bytes: used, traces: tracesOf(out) };
  }

  clear(): void {
    this.#waiting = [];
    this.#taken = 0;
    this.#bytes = 0;
  }

  /** @returns the bytes of what is taken now */
  #advance(entries: number, bytes: number): number {
    const most = this.#taken + entries;
    let used = 0;
    for (
      let entry = this.#waiting[this.#taken];
      entry && this.#taken < most;
      entry = this.#waiting[this.#taken]
    ) {
      if (used + entry.bytes > bytes) break;
      used += entry.bytes;
      this.#taken += 1;
    }
    return used;
  }

  #compact(): void {
    if (this.#taken !== this.#waiting.length && this.#taken <= COMPACT) return;
    this.#waiting = this.#waiting.slice(this.#taken);
    this.#taken = 0;
  }
}

/** One request may have asked for many rows: its trace is one. */
function tracesOf(entries: readonly Entry[]): ReadonlySet<Trace> {
  const traces = new Set<Trace>();
  for (const { trace } of entries) if (trace) traces.add(trace);
  return traces;
}
