/** Parts of a path as texts: who looks for a name in one, and who checks it, read the same. */

/** @returns undefined for what is no percent-encoded text */
export function percentDecoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
