/** The stores that the functions use: those that the environment names, else embedded ones. */
import { mkdirSync } from 'node:fs';
import { type ObjectAccess, startObjects } from './objects.ts';
import { startPostgres } from './postgres.ts';

export interface Stores {
  readonly databaseUrl: string;
  readonly s3: ObjectAccess;
}

export interface StoreOptions {
  readonly data: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: (line: string) => void;
  /** Gets what stops each store that was started. */
  readonly onStarted: (stop: () => Promise<void>) => void;
}

/** @throws when one does not start; what did has been told to `onStarted`. */
export async function startStores(options: StoreOptions): Promise<Stores> {
  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  const [database, objects] = await Promise.allSettled([startDatabase(options), startObjectStore(options)]);
  if (database.status === 'rejected') throw database.reason;
  if (objects.status === 'rejected') throw objects.reason;
  return { databaseUrl: database.value, s3: objects.value };
}

async function startDatabase({ data, env, log, onStarted }: StoreOptions): Promise<string> {
  if (env.DATABASE_URL) return env.DATABASE_URL;
  const postgres = await startPostgres(data, (line) => {
    if (/FATAL|PANIC/.test(line)) log(`postgres: ${line}`);
  });
  onStarted(postgres.stop);
  return postgres.url;
}

async function startObjectStore({ data, env, log, onStarted }: StoreOptions): Promise<ObjectAccess> {
  if (env.S3_ENDPOINT) {
    const { S3_ENDPOINT: endpoint, S3_ACCESS_KEY = '', S3_SECRET_KEY = '', S3_REGION = 'us-east-1' } = env;
    return { endpoint, accessKey: S3_ACCESS_KEY, secretKey: S3_SECRET_KEY, region: S3_REGION };
  }
  const store = await startObjects(data, (line) => log(`objects: ${line}`));
  onStarted(store.stop);
  return store;
}

/** The Secrets of which the manifests speak. */
export function secretsOf({ databaseUrl, s3 }: Stores): Record<string, Record<string, string>> {
  return {
    'marea-database': { DATABASE_URL: databaseUrl },
    'marea-objects': {
      S3_ENDPOINT: s3.endpoint,
      S3_ACCESS_KEY: s3.accessKey,
      S3_SECRET_KEY: s3.secretKey,
      S3_REGION: s3.region,
    },
  };
}
