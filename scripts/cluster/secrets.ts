/** Credentials of the stores and of those who ask them: made at the first deployment, kept in Secrets of the cluster and nowhere else. */
import { randomBytes } from 'node:crypto';
import { makeKeyText } from '../../shared/access/key-text.ts';
import { verifyingHalf } from '../../shared/access/snapshot.ts';
import { UserError } from '../cli/command.ts';
import type { Kubectl } from './kubectl.ts';
import { loginValues } from './logins.ts';
import { NAMESPACE } from './manifests.ts';

type Values = Readonly<Record<string, string>>;

const STORES = {
  'marea-database': ['DATABASE_URL'],
  'marea-objects': ['S3_ENDPOINT', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'],
} as const;

/** Of each Secret the variables that it has to hold. */
export const SECRETS = {
  ...STORES,
  'marea-access': ['ACCESS_VERIFY_KEY'],
  'marea-signing': ['ACCESS_SIGNING_KEY'],
} as const;

/** Holds the first key of a deployment, for whoever administers it. */
export const ADMIN_KEY = 'marea-admin-key';

export const random = (): string => randomBytes(24).toString('base64url');

/**
 * Makes what is absent, and leaves what is there.
 * @param ownStores whether Postgres and MinIO are part of the deployment; otherwise the environment says where they are
 * @param logins names of the Secrets of the groups of functions
 * @returns the names of the Secrets that were made
 */
export async function ensureSecrets(
  kubectl: Kubectl,
  ownStores: boolean,
  env: NodeJS.ProcessEnv,
  logins: readonly string[] = [],
): Promise<string[]> {
  const made: string[] = [];
  const ensure: Ensure = async (name, values) => {
    const found = await readSecret(kubectl, name);
    if (found) return found;
    const fresh = values();
    await createSecret(kubectl, name, fresh);
    made.push(name);
    return fresh;
  };
  const stores = ownStores ? await ensureOwn(ensure) : await ensureGiven(ensure, env);
  // One that is there and empty: nobody makes roles and keys, all functions ask as the owner.
  const { LOGINS_SEED: seed } = await ensure('marea-logins', () => ({ LOGINS_SEED: random() }));
  for (const name of logins) await ensure(name, () => loginValues(name, { ...stores, seed, ownStores, env }));
  await ensureAccess(ensure);
  return made;
}

/** The owner of the tables, and a key to all buckets: for jobs and people. */
interface OfStores {
  readonly database: Values;
  readonly objects: Values;
}

async function ensureGiven(ensure: Ensure, env: NodeJS.ProcessEnv): Promise<OfStores> {
  const given = (name: keyof typeof STORES) => ensure(name, () => fromEnvironment(name, STORES[name], env));
  return { database: await given('marea-database'), objects: await given('marea-objects') };
}

/** What keys of the API are signed and checked with, and the first of them. */
async function ensureAccess(ensure: Ensure): Promise<void> {
  const { ACCESS_SIGNING_KEY = '' } = await ensure('marea-signing', () => ({
    ACCESS_SIGNING_KEY: randomBytes(32).toString('base64'),
  }));
  await ensure('marea-access', () => ({ ACCESS_VERIFY_KEY: verifyingHalf(ACCESS_SIGNING_KEY) }));
  await ensure(ADMIN_KEY, () => ({ key: makeKeyText().text }));
}

/** @returns the values of the Secret: those that it has, or else these, with which it is made */
type Ensure = (name: string, values: () => Values) => Promise<Values>;

async function ensureOwn(ensure: Ensure): Promise<OfStores> {
  const { MAREA_PASSWORD } = await ensure('postgres', () => ({
    POSTGRES_PASSWORD: random(),
    MAREA_PASSWORD: random(),
  }));
  const database = await ensure('marea-database', () => ({
    DATABASE_URL: `postgres://marea:${MAREA_PASSWORD}@postgres:5432/marea`,
  }));
  await ensure('minio', () => ({ MINIO_ROOT_USER: 'marea', MINIO_ROOT_PASSWORD: random() }));
  // The job `buckets` makes this key, with no rights but to the platform's buckets.
  const objects = await ensure('marea-objects', () => ({
    S3_ENDPOINT: 'http://minio:9000',
    S3_ACCESS_KEY: 'functions',
    S3_SECRET_KEY: random(),
  }));
  return { database, objects };
}

/** The values of a Secret, or undefined. */
export async function readSecret(
  kubectl: Kubectl,
  name: string,
  namespace = NAMESPACE,
): Promise<Values | undefined> {
  const found = await kubectl.find<{ data?: Values }>('secret', name, '-n', namespace);
  if (!found) return undefined;
  return Object.fromEntries(
    Object.entries(found.data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
  );
}

export async function createSecret(
  kubectl: Kubectl,
  name: string,
  stringData: Values,
  namespace = NAMESPACE,
): Promise<void> {
  const labels = { 'app.kubernetes.io/part-of': 'marea' };
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, labels },
    stringData,
  };
  // By standard input: arguments of a process are seen by all. `create` leaves no copy in an annotation, as `apply` would.
  await kubectl.run(['create', '-f', '-'], JSON.stringify(secret));
}

function fromEnvironment(name: string, keys: readonly string[], env: NodeJS.ProcessEnv): Values {
  const missing = keys.filter((key) => !env[key]);
  if (missing.length > 0)
    throw new UserError(
      `there is no Secret ${name}: set ${missing.join(', ')} for this deployment, or make the Secret yourself`,
    );
  const optional = keys.includes('S3_ENDPOINT') && env.S3_REGION ? ['S3_REGION'] : [];
  return Object.fromEntries([...keys, ...optional].map((key) => [key, env[key] ?? '']));
}
