/** What the passwords of the functions' roles are made of. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { keptSecret } from './kept-secret.ts';

/** @param data folder of the platform, which is locked */
export const loginsSeed = (data: string): string =>
  keptSecret(join(data, 'logins.seed'), () => randomBytes(32).toString('base64url'));
