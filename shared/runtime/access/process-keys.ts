/** The API keys that this process knows, from its object store; one that has none knows none. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Counter, Gauge } from 'prom-client';
import { SNAPSHOT_OBJECT, unsealed, verifyingKey } from '../../access/snapshot.ts';
import type { Address } from '../../store/objects.ts';
import { configuration, required } from '../configuration.ts';
import { logger } from '../log.ts';
import { objects } from '../resources.ts';
import { FollowedKeys, type KeySource, type KnownKeys, NO_KEYS } from './known-keys.ts';

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

const NOBODYS: KeySource = { current: () => NO_KEYS, renewed: () => NO_KEYS };

let followed: KeySource | undefined;

function source(): KeySource {
  followed ??= configuration().S3_ENDPOINT ? inStore() : NOBODYS;
  return followed;
}

const inStore = (): KeySource =>
  new FollowedKeys({
    read: (etag) => objects().readUnless(SNAPSHOT, etag),
    open: (text) => unsealed(text, verifyingKey(required('ACCESS_VERIFY_KEY'))),
    now: () => performance.now(),
    sleep,
    looked,
  });

/** Begins to look at the first call: at the start of a function, beside what else it loads. */
export const knownKeys = (): KnownKeys | Promise<KnownKeys> => source().current();

export const processKeys: KeySource = { current: knownKeys, renewed: () => source().renewed() };
