/**
 * Identities seen in a batch, 16 bytes each: a batch of millions of rows fits, and most duplicates, those within
 * one batch, need not be asked of the database.
 */

const WORDS = 4;

export interface IdentitySet {
  /** Whether the identity (16 bytes as a latin1 string) was not there yet; it is now. */
  add(identity: string): boolean;
  readonly size: number;
}

/** Open addressing with linear probing; slots with all words 0 are free, at most two thirds are taken. */
export function identitySet(): IdentitySet {
  let slots = 1 << 14;
  let words = new Int32Array(slots * WORDS);
  let size = 0;

  const insert = (a: number, b: number, c: number, d: number): boolean => {
    // The identity is a cryptographic hash: any of its bits will do as the place.
    for (let slot = a & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
      const at = slot * WORDS;
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d) return false;
      if (
        (words[at] as number) |
        (words[at + 1] as number) |
        (words[at + 2] as number) |
        (words[at + 3] as number)
      )
        continue;
      words[at] = a;
      words[at + 1] = b;
      words[at + 2] = c;
      words[at + 3] = d;
      return true;
    }
  };
  const grow = (): void => {
    const before = words;
    slots *= 2;
    words = new Int32Array(slots * WORDS);
    for (let at = 0; at < before.length; at += WORDS) {
      // Views of four words would cost as much again as all the rest.
      const a = before[at] as number;
      const b = before[at + 1] as number;
      const c = before[at + 2] as number;
      const d = before[at + 3] as number;
      if (a | b | c | d) insert(a, b, c, d);
    }
  };
  return {
    add(identity) {
      // A word of 0 in all places means free: the one identity that is so is taken for 1.
      const added = insert(word(identity, 0), word(identity, 4), word(identity, 8), word(identity, 12) || 1);
      if (added) size += 1;
      if (size * 3 > slots * 2) grow();
      return added;
    },
    get size() {
      return size;
    },
  };
}

const word = (text: string, at: number): number =>
  text.charCodeAt(at) |
  (text.charCodeAt(at + 1) << 8) |
  (text.charCodeAt(at + 2) << 16) |
  (text.charCodeAt(at + 3) << 24);
