/** What waits in dead letters, and what became of a replay. */
import type * as runtime from '../runtime/dead-letters.ts';
import type { OnWire } from './wire.ts';

export type DeadLetter = OnWire<runtime.DeadLetter>;

/** GET /api/dead-letters?dataset= */
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
  readonly replayed: readonly Replayed[];
}
