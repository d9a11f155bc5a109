/** What waits in dead letters, and what became of a replay or of what was given up. */
import type * as runtime from '../runtime/dead-letters.ts';
import type { OnWire } from './wire.ts';

export type DeadLetter = OnWire<runtime.DeadLetter>;

/** GET /api/dead-letters?dataset=&type= */
export interface DeadLetters {
  /** The oldest first. */
  readonly deadLetters: readonly DeadLetter[];
}

/** The event of a letter is owed now: it is sent, at once or by `reconcile`. */
export interface Replayed extends Pick<DeadLetter, 'id' | 'type' | 'dataset' | 'batch'> {
  /** It was sent at once. */
  readonly sent: boolean;
  /** Why it was not. */
  readonly error?: string;
}

/** POST /api/dead-letters/<id>/replay, POST /api/dead-letters/replay */
export interface Replay {
  /** The oldest first. */
  readonly replayed: readonly Replayed[];
  /** Of the same kind, that wait still and come after these: one request replays so many at most. */
  readonly left: number;
}

/** POST /api/dead-letters/<id>/discard, POST /api/dead-letters/discard */
export interface Discarded {
  readonly discarded: readonly Pick<DeadLetter, 'id' | 'type' | 'dataset' | 'batch'>[];
  /** Of the same kind, that wait still: one request settles so many at most. */
  readonly left: number;
}
