/** What the passwords of the functions' roles are made of: random, kept beside the data, for nobody else to read. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param data folder of the platform, which is locked */
export function loginsSeed(data: string): string {
  const file = join(data, 'logins.seed');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}
