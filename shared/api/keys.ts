/** API keys: who has which, and what is answered when one is made, changed or revoked. */
import type * as access from '../access/keys.ts';
import type { OnWire } from './wire.ts';

export type Key = OnWire<access.Key>;

/** GET /api/keys?ended=true&before=&limit= */
export interface Keys {
  /** The newest first. */
  readonly keys: readonly Key[];
}

/** POST /api/keys/<id>/revoke */
export interface ChangedKey {
  readonly key: Key;
  /** Whether all functions hear of it within half a minute; else when the object store is back. */
  readonly published: boolean;
}

/** POST /api/keys, POST /api/keys/<id>/rotate */
export interface MadeKey extends ChangedKey {
  /** The key itself: told once, and kept nowhere. */
  readonly text: string;
}
