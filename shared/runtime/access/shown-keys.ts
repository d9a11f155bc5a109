/**
 * What keys were shown lately, by the header in which they came, and what they are by the keys that are known: to take one
 * apart and to hash it costs some of what a prediction does. They hold as long as those very keys do, so that one that is
 * revoked is forgotten with the first snapshot that has it no more.
 */
import type { Key, KnownKeys } from './known-keys.ts';

export interface ShownKeys {
  /** @returns null for one that is none, undefined for one that has to be looked at */
  find(header: string, keys: KnownKeys): Key | null | undefined;
  /** @param key null for a header that is none */
  add(header: string, keys: KnownKeys, key: Key | null): void;
}

/** @param most headers of right ones, and as many of wrong ones: those cannot drive out these */
export function shownKeys(most = 1000): ShownKeys {
  const [right, wrong] = [new Map<string, Key>(), new Map<string, null>()];
  let of: KnownKeys | undefined;
  const begin = (keys: KnownKeys): void => {
    if (of === keys) return;
    of = keys;
    right.clear();
    wrong.clear();
  };
  return {
    find: (header, keys) => (of === keys ? (right.get(header) ?? wrong.get(header)) : undefined),
    add(header, keys, key) {
      begin(keys);
      if (key) put(right, header, key, most);
      else put(wrong, header, null, most);
    },
  };
}

/** The one that was put in first makes room. */
function put<T>(into: Map<string, T>, header: string, value: T, most: number): void {
  into.set(header, value);
  for (const oldest of into.keys()) {
    if (into.size <= most) return;
    into.delete(oldest);
  }
}
