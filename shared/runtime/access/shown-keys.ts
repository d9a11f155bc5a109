/**
 * What texts of keys were shown lately, and what they are by the keys that are known: a prediction takes about as long as
 * looking at them once. They hold as long as those very keys do, so that one that is revoked is forgotten with the first
 * look that no longer finds it.
 */
import type { Key, KnownKeys } from './known-keys.ts';

export interface ShownKeys {
  /** @returns null for one that is none, undefined for one that has to be looked at */
  find(text: string, keys: KnownKeys): Key | null | undefined;
  /** @param key null for a text that is none */
  add(text: string, keys: KnownKeys, key: Key | null): void;
}

/** @param most texts of right ones, and as many of wrong ones: those cannot drive out these */
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
    find: (text, keys) => (of === keys ? (right.get(text) ?? wrong.get(text)) : undefined),
    add(text, keys, key) {
      begin(keys);
      if (key) put(right, text, key, most);
      else put(wrong, text, null, most);
    },
  };
}

/** The one that was put in first makes room. */
function put<T>(into: Map<string, T>, text: string, value: T, most: number): void {
  into.set(text, value);
  for (const oldest of into.keys()) {
    if (into.size <= most) return;
    into.delete(oldest);
  }
}
