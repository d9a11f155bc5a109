/** What backup and restore are told: whose stores, where to, with which key. */
import { readFileSync } from 'node:fs';
import { type Place, placeNamed } from '../../shared/store/backup/place.ts';
import { type Sealing, sealingWith } from '../../shared/store/backup/sealing.ts';
import type { ObjectStoreOptions } from '../../shared/store/s3-client.ts';
import { UserError } from '../cli/command.ts';
import { type ToldStores, toldStores } from '../platform/stores/told.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export const GIVEN_USAGE = `Where the backups are is a folder, or s3://BUCKET/PREFIX on an S3 of its own, which BACKUP_S3_ENDPOINT,
BACKUP_S3_ACCESS_KEY, BACKUP_S3_SECRET_KEY and BACKUP_S3_REGION tell. The stores are those of DATABASE_URL, S3_ENDPOINT,
S3_ACCESS_KEY, S3_SECRET_KEY, as their owner; without these, those of the embedded platform that runs on --data.
With a key (32 bytes in base64, in the variable BACKUP_KEY or a file: --key-file FILE) all is encrypted, AES-256-GCM;
who loses it has no backup.`;

export const givenOptions = {
  data: { type: 'string', default: '.marea' },
  'key-file': { type: 'string' },
} as const;

export function sealingOf(keyFile: string | undefined, env: Environment): Sealing {
  const key = keyFile === undefined ? env.BACKUP_KEY : readFileSync(keyFile, 'utf8').trim();
  try {
    return sealingWith(key);
  } catch (cause) {
    throw new UserError((cause as Error).message, { cause });
  }
}

export function placeOf(text: string, env: Environment): Place {
  try {
    return placeNamed(text, () => s3From(env, 'BACKUP_'));
  } catch (cause) {
    throw cause instanceof UserError ? cause : new UserError((cause as Error).message, { cause });
  }
}

function s3From(env: Environment, prefix: string): ObjectStoreOptions {
  const need = (name: string): string => {
    const value = env[prefix + name];
    if (value) return value;
    throw new UserError(`${prefix}${name} is not set`);
  };
  const region = env[`${prefix}S3_REGION`];
  return {
    endpoint: need('S3_ENDPOINT'),
    accessKey: need('S3_ACCESS_KEY'),
    secretKey: need('S3_SECRET_KEY'),
    ...(region ? { region } : {}),
  };
}

/** @throws UserError when there are none to be found */
export function storesOf(
  data: string,
  env: Environment,
): Pick<ToldStores, 'databaseUrl' | 'seed'> & { readonly s3: ObjectStoreOptions } {
  if (env.DATABASE_URL) return { databaseUrl: env.DATABASE_URL, seed: env.LOGINS_SEED, s3: s3From(env, '') };
  const told = toldStores(data);
  if (told) return told;
  throw new UserError(
    `no platform ever ran on ${data}: give its folder as --data, or set DATABASE_URL and S3_ENDPOINT`,
  );
}
