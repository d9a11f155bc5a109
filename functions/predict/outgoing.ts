/** Sends what a buffer holds, event by event: one that the sink refuses is kept, with its id, until it is taken. */
import type { Trace } from '../../shared/runtime/trace.ts';
import type { LogBuffer, Packed } from './log-buffer.ts';

/** Sends one event with this JSON as its data. @throws to be called again, with the same id */
export type Send = (id: string, data: string, traces: readonly Trace[]) => Promise<void>;

export interface Outgoing {
  /** Entries that are not taken yet, those of the event under way among them. */
  readonly waiting: number;
  /** Sends in vain since the last that was taken. */
  readonly failures: number;
  /** Sends one event, and further ones as long as `goesOn`, until one send fails. */
  drain(goesOn: () => boolean): Promise<void>;
  clear(): void;
}

interface OutgoingOptions {
  readonly buffer: LogBuffer;
  readonly send: Send | undefined;
  readonly newId: () => string;
  readonly onSent: (entries: number) => void;
}

type Parcel = Packed & { readonly id: string };

export function outgoing({ buffer, send, newId, onSent }: OutgoingOptions): Outgoing {
  let parcel: Parcel | undefined;
  let failures = 0;
  const next = (): Parcel | undefined => {
    const packed = buffer.pack();
    return packed && { id: newId(), ...packed };
  };
  const isTaken = async ({ id, data, traces, entries }: Parcel): Promise<boolean> => {
    try {
      await send?.(id, data, traces);
    } catch {
      failures += 1;
      return false;
    }
    failures = 0;
    onSent(entries);
    return true;
  };
  return {
    get waiting() {
      return buffer.length + (parcel?.entries ?? 0);
    },
    get failures() {
      return failures;
    },
    async drain(goesOn) {
      for (parcel ??= next(); parcel; parcel = goesOn() ? next() : undefined)
        if (!(await isTaken(parcel))) return;
    },
    clear() {
      buffer.clear();
      parcel = undefined;
    },
  };
}
