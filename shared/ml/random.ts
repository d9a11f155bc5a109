/** Random numbers that are the same everywhere for the same seed. */

/** A number in [0, 1). */
export type Random = () => number;

/**
 * A generator seeded by numbers and texts: sfc32 (Doty-Humphrey, PractRand), its state filled from an FNV-1a hash of
 * the seed. Not for secrets.
 *
 * @example seeded(7, 'boosting', 3)
 */
export function seeded(...seed: readonly (number | string)[]): Random {
  let a = hashOf(seed.join('\u0000'));
  let b = 0x9e3779b9;
  let c = 0x243f6a88;
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 15; i++) next();
  return next;
}

/** A whole number from 0 to n - 1. */
export function below(random: Random, n: number): number {
  return Math.floor(random() * n);
}

/** A draw from the standard normal distribution (Box and Muller, 1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * Ascending indices of a sample without replacement: Knuth, "The Art of Computer Programming" vol. 2, algorithm
 * 3.4.2 S.
 *
 * @param size at most n; the number of indices drawn
 */
export function sample(random: Random, n: number, size: number): Int32Array {
  const drawn = new Int32Array(Math.min(size, n));
  for (let i = 0, taken = 0; taken < drawn.length; i++) {
    if (random() * (n - i) < drawn.length - taken) drawn[taken++] = i;
  }
  return drawn;
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
