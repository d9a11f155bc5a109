/** Rows of the data set in fixtures/tiny.mjs: seeded, learnable, with a known number of bad and doubled ones. */
import { fileURLToPath } from 'node:url';
import { seeded } from '../shared/ml/random.ts';

export const tinyModule = fileURLToPath(new URL('./fixtures/tiny.mjs', import.meta.url));

export interface TinyBatch {
  readonly csv: string;
  readonly received: number;
  readonly clean: number;
  readonly rejected: number;
  readonly duplicate: number;
  readonly reasons: Readonly<Record<string, number>>;
}

const districts: readonly [string, number][] = [
  ['Harbour', 18],
  ['Old Town', 15],
  ['Garden City', 11],
  ['Works', 8],
];

export interface TinyOptions {
  /** Clean rows. */
  readonly rows: number;
  readonly seed: number;
  /** Number of the first flat: batches that must not overlap start at different ones. */
  readonly first?: number;
  /** All rents times this: another level is drift. */
  readonly level?: number;
}

/** Of every 20 clean rows one comes twice; of every 25 there is one more without a rent, of every 40 one with 0. */
export function tinyBatch({ rows, seed, first = 0, level = 1 }: TinyOptions): TinyBatch {
  const random = seeded('tiny', seed);
  const lines = ['flat,size,rooms,district,rent'];
  const counts = { duplicate: 0, no_rent: 0, rent_not_positive: 0 };
  for (let i = 0; i < rows; i++) {
    const [district, perSquareMetre] = districts[Math.floor(random() * districts.length)] ?? ['Works', 8];
    const rooms = 1 + Math.floor(random() * 5);
    const size = Math.round((18 * rooms + 20 * random()) * level);
    const rent = Math.round(size * perSquareMetre * (0.85 + 0.3 * random()));
    const line = (paid: number | ''): string => `${first + i},${size},${rooms},${district},${paid}`;
    lines.push(line(rent));
    if (i % 20 === 0) counts.duplicate += lines.push(line(rent)) > 0 ? 1 : 0;
    if (i % 25 === 0) counts.no_rent += lines.push(line('')) > 0 ? 1 : 0;
    if (i % 40 === 0) counts.rent_not_positive += lines.push(line(0)) > 0 ? 1 : 0;
  }
  const { duplicate, ...reasons } = counts;
  const rejected = reasons.no_rent + reasons.rent_not_positive;
  return {
    csv: `${lines.join('\n')}\n`,
    received: lines.length - 1,
    clean: rows,
    rejected,
    duplicate,
    reasons,
  };
}
