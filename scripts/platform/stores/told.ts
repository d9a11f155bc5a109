/** Where the stores of a platform are, for commands that ask them themselves: a file in its data folder, for its owner alone. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stores } from './stores.ts';

/** As the owner of the tables and of all objects. */
export type ToldStores = Pick<Stores, 'databaseUrl' | 's3' | 'seed'>;

const fileIn = (data: string): string => join(data, 'stores.json');

export function tellStores(data: string, { databaseUrl, s3, seed }: ToldStores): void {
  const { endpoint, accessKey, secretKey, region } = s3;
  const told: ToldStores = { databaseUrl, seed, s3: { endpoint, accessKey, secretKey, region } };
  writeFileSync(fileIn(data), JSON.stringify(told), { mode: 0o600 });
}

/** @returns undefined for a folder in which no platform ever ran. They need not answer: it may have ended. */
export function toldStores(data: string): ToldStores | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(data), 'utf8')) as ToldStores;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
