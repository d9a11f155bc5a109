/** The stores that the functions use: those that the environment names, else embedded ones. */
import { mkdirSync } from 'node:fs';
import { databaseUrlOf, memberNamed } from '../../../shared/store/roles/logins.ts';
import { policyOf } from '../../../shared/store/roles/policies.ts';
import { loginsSeed } from './logins-seed.ts';
import { type ObjectAccess, startObjects } from './objects.ts';
import { startPostgres } from './postgres.ts';

export interface Stores {
  /** Of who owns the tables. */
  readonly databaseUrl: string;
  readonly s3: ObjectAccess;
  /** Of the passwords of the functions' roles; none where all ask as the owner. */
  readonly seed?: string | undefined;
}

type Credentials = Pick<Stores, 'databaseUrl' | 's3' | 'seed'>;

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
  return { ...database.value, s3: objects.value };
}

type Database = Pick<Stores, 'databaseUrl' | 'seed'>;

async function startDatabase({ data, env, log, onStarted }: StoreOptions): Promise<Database> {
  if (env.DATABASE_URL) return { databaseUrl: env.DATABASE_URL, seed: env.LOGINS_SEED };
  const postgres = await startPostgres(data, (line) => {
    if (/FATAL|PANIC/.test(line)) log(`postgres: ${line}`);
  });
  onStarted(postgres.stop);
  return { databaseUrl: postgres.url, seed: loginsSeed(data) };
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

/** What the functions' groups have for themselves, whoever started the platform. */
const OWN = ['DATABASE_URL', 'LOGINS_SEED', 'S3_ENDPOINT', 'S3_ACCESS_KEY', 'S3_SECRET_KEY', 'S3_REGION'];

/** What all pods may be told. */
export const withoutStores = (env: StoreOptions['env']): StoreOptions['env'] =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !OWN.includes(name)));

/** Of the Secrets that are named those that are for groups of functions: `marea-ingest`, `marea-predict-realtor`. */
export function secretsOf(
  stores: Credentials,
  names: readonly string[],
): Record<string, Record<string, string>> {
  const secrets = names.flatMap((name) => {
    const values = secretOf(stores, name.replace(/^marea-/, ''));
    return values ? [[name, values] as const] : [];
  });
  return { ...ofEarlierRevisions(stores), ...Object.fromEntries(secrets) };
}

function secretOf(stores: Credentials, name: string): Record<string, string> | undefined {
  const member = memberNamed(name);
  if (!member) return undefined;
  const { databaseUrl, seed } = stores;
  const url = seed ? databaseUrlOf(databaseUrl, seed, member) : databaseUrl;
  return { ...(url ? { DATABASE_URL: url } : {}), ...(policyOf(member.group) ? objectsFor(stores) : {}) };
}

function objectsFor({ s3 }: Credentials): Record<string, string> {
  const { endpoint, accessKey, secretKey, region } = s3;
  return { S3_ENDPOINT: endpoint, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey, S3_REGION: region };
}

/** A predictor of an earlier release that still has traffic: models it needs, the database it does without. */
const ofEarlierRevisions = (stores: Credentials) => ({
  'marea-database': {},
  'marea-objects': objectsFor(stores),
});
