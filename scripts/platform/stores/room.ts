/** Whether there is room on the disk for what is to come. */
import { statfsSync } from 'node:fs';

/** Postgres needs some to go on at all: a segment of its log has 16 MiB. */
export const RESERVE_BYTES = 48 * 1024 * 1024;
const FRESH_MS = 500;

/** @returns what tells, of now, why nothing more can be taken; undefined while there is room */
export function roomIn(folder: string, reserve = RESERVE_BYTES): () => string | undefined {
  let looked = Number.NEGATIVE_INFINITY;
  let lack: string | undefined;
  return () => {
    if (performance.now() - looked < FRESH_MS) return lack;
    looked = performance.now();
    const { bavail, bsize } = statfsSync(folder);
    const free = bavail * bsize;
    lack =
      free < reserve
        ? `the disk of the data folder is full: ${mebibytes(free)} MiB are left, ${mebibytes(reserve)} are needed`
        : undefined;
    return lack;
  };
}

const mebibytes = (bytes: number): number => Math.floor(bytes / 1024 ** 2);
