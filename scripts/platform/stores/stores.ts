/** The stores that the functions use: those that the environment names, else embedded ones. */
import { mkdirSync } from 'node:fs';
import { databaseUrlOf, type Member, memberNamed, objectKeyOf } from '../../../shared/store/roles/logins.ts';
import { accountsOf, policyOf } from '../../../shared/store/roles/policies.ts';
import { loginsSeed } from './logins-seed.ts';
import { type ObjectAccess, startObjects } from './objects.ts';
import { startPostgres } from './postgres.ts';
import { roomIn } from './room.ts';
import { type Supervised, supervised } from './supervised.ts';

export interface Stores {
  /** Of who owns the tables. */
  readonly databaseUrl: string;
  readonly s3: ObjectAccess;
  /** Of the passwords of the functions' roles; none where all ask as the owner. */
  readonly seed?: string | undefined;
  /** Of the keys of the functions' groups to the object store; none where all have the one that was given. */
  readonly objectSeed?: string | undefined;
  /** Why stores of the platform's own do not answer now. */
  readonly troubles: () => readonly string[];
  /** Why they can take nothing more; undefined while there is room. */
  readonly lackOfRoom: () => string | undefined;
}

type Credentials = Pick<Stores, 'databaseUrl' | 's3' | 'seed' | 'objectSeed'>;

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
  const own = [database.value.own, objects.value.own].filter((store) => store !== undefined);
  return {
    databaseUrl: database.value.url,
    seed: database.value.seed,
    s3: objects.value.access,
    objectSeed: objects.value.seed,
    troubles: () => own.map((store) => store.trouble()).filter((trouble) => trouble !== undefined),
    lackOfRoom: own.length > 0 ? roomIn(options.data) : () => undefined,
  };
}

/** A store; `own` is the platform's, which it keeps going. */
interface Kept {
  readonly own?: Supervised;
}

async function startDatabase(
  options: StoreOptions,
): Promise<Kept & Pick<Stores, 'seed'> & { readonly url: string }> {
  const { data, env, log, onStarted } = options;
  if (env.DATABASE_URL) return { url: env.DATABASE_URL, seed: env.LOGINS_SEED };
  const start = (port?: number) =>
    startPostgres(data, (line) => /FATAL|PANIC/.test(line) && log(`postgres: ${line}`), port);
  const first = await start();
  const own = supervised(first, { name: 'Postgres', log, again: () => start(portOf(first.url)) });
  onStarted(own.stop);
  return { url: first.url, seed: loginsSeed(data), own };
}

async function startObjectStore(
  options: StoreOptions,
): Promise<Kept & Pick<Stores, 'seed'> & { readonly access: ObjectAccess }> {
  const { data, env, log, onStarted } = options;
  if (env.S3_ENDPOINT) {
    const { S3_ENDPOINT: endpoint, S3_ACCESS_KEY = '', S3_SECRET_KEY = '', S3_REGION = 'us-east-1' } = env;
    return { access: { endpoint, accessKey: S3_ACCESS_KEY, secretKey: S3_SECRET_KEY, region: S3_REGION } };
  }
  const seed = loginsSeed(data);
  const keys = accountsOf(seed);
  const start = (port?: number) =>
    startObjects(data, (line) => log(`objects: ${line}`), { keys, ...(port === undefined ? {} : { port }) });
  const first = await start();
  const again = () => start(portOf(first.endpoint));
  const own = supervised(first, { name: 'the object store', log, again });
  onStarted(own.stop);
  return { access: first, seed, own };
}

const portOf = (url: string): number => Number(new URL(url).port);

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
  return {
    ...(url ? { DATABASE_URL: url } : {}),
    ...(policyOf(member.group) ? objectsFor(stores, member) : {}),
  };
}

function objectsFor({ s3, objectSeed }: Credentials, member: Member): Record<string, string> {
  const { endpoint, region } = s3;
  const { accessKey, secretKey } = objectSeed ? objectKeyOf(objectSeed, member) : s3;
  return { S3_ENDPOINT: endpoint, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey, S3_REGION: region };
}

/** A predictor of an earlier release that still has traffic: models it needs, the database it does without. */
const ofEarlierRevisions = (stores: Credentials) => ({
  'marea-database': {},
  'marea-objects': objectsFor(stores, { group: 'predict' }),
});
