/** A file as a bad disk or a broken transfer leaves it: bits of it flipped, its end lost, or a piece of it. Seeded. */
import { below, type Random } from '../../shared/ml/random.ts';
import type { WholeFile } from './whole-files.ts';

export interface DamagedFile extends WholeFile {
  /** What was done to it, for people: "7 bits flipped". */
  readonly damage: string;
}

/** So much at the end of a Parquet file mostly is what it says of itself. */
const TAIL = 600;

export function damagedFile(random: Random, whole: readonly WholeFile[]): DamagedFile {
  const { name, bytes } = whole[below(random, whole.length)] as WholeFile;
  const kind = random();
  if (kind < 0.2) return { name, ...cut(random, bytes) };
  if (kind < 0.3) return { name, ...without(random, bytes) };
  const from = kind < 0.65 ? 0 : Math.max(0, bytes.length - TAIL);
  return { name, ...flipped(random, bytes, from) };
}

type Damaged = Pick<DamagedFile, 'bytes' | 'damage'>;

function cut(random: Random, bytes: Buffer): Damaged {
  const length = below(random, bytes.length);
  return { bytes: bytes.subarray(0, length), damage: `cut to ${length} bytes` };
}

function without(random: Random, bytes: Buffer): Damaged {
  const from = below(random, bytes.length);
  const to = Math.min(bytes.length, from + 1 + below(random, 64));
  return {
    bytes: Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]),
    damage: `without bytes ${from} to ${to}`,
  };
}

function flipped(random: Random, whole: Buffer, from: number): Damaged {
  const bytes = Buffer.from(whole);
  const flips = 1 + below(random, 8);
  for (let i = 0; i < flips; i++) {
    const at = from + below(random, bytes.length - from);
    bytes[at] = (bytes[at] as number) ^ (1 << below(random, 8));
  }
  return { bytes, damage: `${flips} bits flipped from byte ${from} on` };
}
