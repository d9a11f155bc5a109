/** What was asked of somebody else a moment ago: for a time, and of so many. */

export interface BoundedCache<T> {
  get(key: string): T | undefined;
  set(key: string, value: T, milliseconds: number): void;
}

/** @param most entries; the ones that were set first go first */
export function boundedCache<T>(most: number, now: () => number = Date.now): BoundedCache<T> {
  const entries = new Map<string, { readonly value: T; readonly until: number }>();
  return {
    get(key) {
      const found = entries.get(key);
      if (found && found.until > now()) return found.value;
      if (found) entries.delete(key);
      return undefined;
    },
    set(key, value, milliseconds) {
      entries.delete(key);
      entries.set(key, { value, until: now() + milliseconds });
      for (const oldest of entries.keys()) {
        if (entries.size <= most) break;
        entries.delete(oldest);
      }
    },
  };
}
