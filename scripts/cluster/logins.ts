/** Who each group of functions is to the stores: a Secret for each, which its Services name and no other pod has. */
import {
  databaseUrlOf,
  GROUPS,
  type Member,
  memberNamed,
  objectKeyOf,
} from '../../shared/store/roles/logins.ts';
import { policyOf } from '../../shared/store/roles/policies.ts';
import type { Resource } from './resource.ts';

type Values = Readonly<Record<string, string>>;

export interface Owners {
  /** The Secret marea-database. */
  readonly database: Values;
  /** The Secret marea-objects. */
  readonly objects: Values;
  /** None where all ask Postgres as the owner. */
  readonly seed: string | undefined;
  /** Whether the object store is part of the deployment, so that keys can be made there. */
  readonly ownStores: boolean;
  /** DATABASE_URL_INGEST, S3_ACCESS_KEY_INGEST, S3_SECRET_KEY_INGEST: logins that somebody else has made. */
  readonly env: NodeJS.ProcessEnv;
}

const PREFIX = 'marea-';

/** Names of these Secrets: one for each group, and one for each predictor among the resources. */
export function loginSecrets(resources: readonly Resource[]): string[] {
  const predictors = JSON.stringify(resources).matchAll(/"secretRef":\{"name":"(marea-predict-[a-z0-9-]+)"/g);
  const groups = GROUPS.filter((group) => group !== 'predict').map((group) => `${PREFIX}${group}`);
  return [...groups, ...new Set([...predictors].map(([, name = '']) => name))];
}

/** The variables that such a Secret has to hold. */
export function variablesOf(secret: string): string[] {
  const { group } = memberOf(secret);
  return [
    ...(group === 'entrance' ? [] : ['DATABASE_URL']),
    ...(policyOf(group) ? ['S3_ENDPOINT', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'] : []),
  ];
}

export function loginValues(secret: string, owners: Owners): Values {
  const values = { ...databaseOf(secret, owners), ...objectsOf(secret, owners) };
  const region = owners.objects.S3_REGION;
  return { ...values, ...('S3_ENDPOINT' in values && region ? { S3_REGION: region } : {}) };
}

function databaseOf(secret: string, { database, seed, env }: Owners): Values {
  const owner = database.DATABASE_URL ?? '';
  const made = seed ? databaseUrlOf(owner, seed, memberOf(secret)) : owner;
  const url = env[`DATABASE_URL_${suffixOf(secret)}`] ?? made;
  return url && variablesOf(secret).includes('DATABASE_URL') ? { DATABASE_URL: url } : {};
}

function objectsOf(secret: string, { objects, seed, ownStores, env }: Owners): Values {
  const member = memberOf(secret);
  if (!policyOf(member.group)) return {};
  const own = ownStores && seed ? objectKeyOf(seed, member) : undefined;
  const given = (name: 'S3_ACCESS_KEY' | 'S3_SECRET_KEY'): string =>
    env[`${name}_${suffixOf(secret)}`] ?? objects[name] ?? '';
  return {
    S3_ENDPOINT: objects.S3_ENDPOINT ?? '',
    S3_ACCESS_KEY: own?.accessKey ?? given('S3_ACCESS_KEY'),
    S3_SECRET_KEY: own?.secretKey ?? given('S3_SECRET_KEY'),
  };
}

function memberOf(secret: string): Member {
  const member = memberNamed(secret.slice(PREFIX.length));
  if (!member) throw new Error(`${secret} is no Secret of a group of functions`);
  return member;
}

/** INGEST, PREDICT_REALTOR */
const suffixOf = (secret: string): string => secret.slice(PREFIX.length).toUpperCase().replaceAll('-', '_');
