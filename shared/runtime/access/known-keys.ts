/**
 * The API keys that are valid, as a process knows them: the signed snapshot in the object store, which is looked at again
 * while requests come. One that is revoked is refused within STALE_MS; one that is new is known as soon as it is shown.
 * While the store does not answer, the last snapshot holds.
 */
import type { Principal } from '../../access/principal.ts';
import type { KeySnapshot, KnownKey } from '../../access/snapshot.ts';
import type { Tagged } from '../../store/conditional.ts';
import { NoSuchObject } from '../../store/objects.ts';
import { HttpError } from '../http/http-error.ts';

export interface Key {
  /** SHA-256 of its secret, 32 bytes. */
  readonly hash: Buffer;
  /** Milliseconds since 1970; Infinity never. */
  readonly expiresAt: number;
  readonly principal: Principal;
}

export interface KnownKeys {
  readonly serial: number;
  readonly byId: ReadonlyMap<string, Key>;
}

/** Where keys are asked for. */
export interface KeySource {
  /** Asked at each request; a promise where they have to be waited for. @throws HttpError 503 (by the promise) while nothing was ever known */
  current(): KnownKeys | Promise<KnownKeys>;
  /** As they are from now on: for a key that those known do not hold. @throws the same */
  renewed(): KnownKeys | Promise<KnownKeys>;
}

export const NO_KEYS: KnownKeys = { serial: 0, byId: new Map() };

export interface Following {
  /** The snapshot; undefined while it has this tag. @throws NoSuchObject */
  read(etag: string | undefined): Promise<Tagged | undefined>;
  /** @throws for what nobody who may has signed */
  open(text: string): KeySnapshot;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** After each look. @param failure why nothing is known of now */
  readonly looked: (failure: Error | undefined) => void;
}

/** Looked at again in the background when the last look is older. */
const FRESH_MS = 10_000;
/** Waited for when it is older. */
const STALE_MS = 30_000;
/** For keys that are not known it is looked no sooner again, however many are shown. */
const AGAIN_MS = 1_000;
/** So many wait for that; who comes then is told what is known: made-up keys must not hold ever more requests. */
const MOST_WAITING = 100;
/** A store that does not answer for so long does not. */
const LOOK_MS = 5_000;

export class FollowedKeys implements KeySource {
  readonly #following: Following;
  #known: KnownKeys | undefined;
  #etag: string | undefined;
  #looking: Promise<void> | undefined;
  /** A look that has not begun. */
  #next: Promise<void> | undefined;
  #waiting = 0;
  /** When the last look began that has ended: the keys are those of then. */
  #asOf = Number.NEGATIVE_INFINITY;

  constructor(following: Following) {
    this.#following = following;
  }

  current(): KnownKeys | Promise<KnownKeys> {
    const age = this.#following.now() - this.#asOf;
    if (this.#known && age <= FRESH_MS) return this.#known;
    this.#looking ??= this.#look();
    return this.#known && age <= STALE_MS ? this.#known : this.#after(this.#looking);
  }

  async renewed(): Promise<KnownKeys> {
    if (this.#waiting >= MOST_WAITING) return this.current();
    this.#waiting += 1;
    try {
      this.#next ??= this.#nextLook();
      return await this.#after(this.#next);
    } finally {
      this.#waiting -= 1;
    }
  }

  /** One look for all who come before it begins: one that is under way may have begun before a key was made. */
  async #nextLook(): Promise<void> {
    await this.#looking;
    await this.#following.sleep(Math.max(0, this.#asOf + AGAIN_MS - this.#following.now()));
    this.#next = undefined;
    this.#looking ??= this.#look();
    await this.#looking;
  }

  async #after(look: Promise<void>): Promise<KnownKeys> {
    await look;
    if (this.#known) return this.#known;
    const message = 'who may call cannot be told at the moment: try again';
    throw new HttpError(503, message, {}, { 'retry-after': '5' });
  }

  async #look(): Promise<void> {
    const began = this.#following.now();
    const failure = await this.#failureOfLook();
    this.#asOf = began;
    this.#looking = undefined;
    this.#following.looked(failure);
  }

  async #failureOfLook(): Promise<Error | undefined> {
    try {
      this.#take(await within(LOOK_MS, this.#following.read(this.#etag)));
      return undefined;
    } catch (error) {
      // Where there was one, somebody has taken it away: that opens nothing.
      if (!(error instanceof NoSuchObject) || (this.#known ?? NO_KEYS) !== NO_KEYS) return error as Error;
      this.#known = NO_KEYS;
      return undefined;
    }
  }

  #take(found: Tagged | undefined): void {
    if (!found) return;
    this.#known = laterOf(this.#known, this.#following.open(found.body.toString('utf8')));
    this.#etag = found.etag;
  }
}

/** @throws for one that was put back in the place of a later */
function laterOf(known: KnownKeys | undefined, { serial, keys }: KeySnapshot): KnownKeys {
  if (known && serial < known.serial)
    throw new Error(`the snapshot of the keys is of serial ${serial}, and ${known.serial} was there before`);
  // What has no whole hash is the key of nobody.
  const whole = keys.filter(({ hash }) => /^[0-9a-f]{64}$/.test(hash));
  return { serial, byId: new Map(whole.map((key) => [key.id, keyOf(key)])) };
}

const keyOf = ({ id, name, hash, roles, datasets, expires }: KnownKey): Key => ({
  hash: Buffer.from(hash, 'hex'),
  expiresAt: expires === null ? Number.POSITIVE_INFINITY : Date.parse(expires),
  principal: { subject: `key:${id}`, name, roles, datasets },
});

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
