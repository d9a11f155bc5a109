/** The API keys that this process knows, from its object store; one that has none knows none. */
import { Counter, Gauge } from 'prom-client';
import { SNAPSHOT_OBJECT, unsealed, verifyingKey } from '../../access/snapshot.ts';
import type { Address } from '../../store/objects.ts';
import { configuration, required } from '../configuration.ts';
import { logger } from '../log.ts';
import { objects } from '../resources.ts';
import { FollowedKeys, type KnownKeys, NO_KEYS } from './known-keys.ts';

const SNAPSHOT: Address = { bucket: 'models', key: SNAPSHOT_OBJECT };

const looks = new Counter({
  name: 'marea_access_key_looks_total',
  help: 'Looks at the snapshot of the API keys, by outcome',
  labelNames: ['outcome'] as const,
});

const seenAt = new Gauge({
  name: 'marea_access_keys_seen_timestamp_seconds',
  help: 'When the API keys were last seen as they are, in seconds since 1970, 0 never; while nobody calls, nobody looks',
});

function looked(failure: Error | undefined): void {
  looks.inc({ outcome: failure ? 'failed' : 'seen' });
  if (failure)
    logger().warn({ error: failure.message }, 'the API keys cannot be read: the last known ones hold');
  else seenAt.setToCurrentTime();
}

let followed: FollowedKeys | undefined;

/** For tests: as if they had never been looked at. */
export function forgetKeys(): void {
  followed = undefined;
}

/** Begins to look at the first call: at the start of a function, beside what else it loads. */
export function knownKeys(): KnownKeys | Promise<KnownKeys> {
  if (!configuration().S3_ENDPOINT) return NO_KEYS;
  followed ??= new FollowedKeys({
    read: (etag) => objects().readUnless(SNAPSHOT, etag),
    open: (text) => unsealed(text, verifyingKey(required('ACCESS_VERIFY_KEY'))),
    now: () => performance.now(),
    looked,
  });
  return followed.current();
}
