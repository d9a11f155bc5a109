/** A secret of the embedded platform: made at its first start, kept beside the data, for nobody else to read. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** @param file in the data folder, which is locked: nobody else makes it at the same time */
export function keptSecret(file: string, make: () => string): string {
  if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}
