import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { databaseUrlOf } from '../../shared/store/roles/logins.ts';
import { readKustomization } from '../platform/manifests/kustomize.ts';
import { loginSecrets, loginValues, type Owners, variablesOf } from './logins.ts';
import type { Resource } from './resource.ts';

const root = fileURLToPath(new URL('../../knative/', import.meta.url));
const resources = ['overlays/local', 'observability/observe'].flatMap((folder) =>
  readKustomization(`${root}${folder}`).map(({ resource }) => resource as Resource),
);

/** Whose code asks the stores alike. */
const GROUP_OF: Readonly<Record<string, string>> = {
  entrance: 'entrance',
  collect: 'entrance',
  ingest: 'ingest',
  clean: 'cleaning',
  drift: 'cleaning',
  train: 'learning',
  trial: 'learning',
  assemble: 'learning',
  adopt: 'learning',
  promote: 'learning',
  card: 'learning',
  rollout: 'rollout',
  record: 'record',
  reconcile: 'keeping',
  retain: 'keeping',
  'dead-letter': 'letters',
  console: 'console',
  registry: 'registry',
  observe: 'observe',
  'predict-realtor': 'predict-realtor',
  'predict-diabetes': 'predict-diabetes',
};

/** Names of Secrets anywhere in it. */
const secretsIn = (resource: Resource): string[] => [
  ...new Set(
    [...JSON.stringify(resource).matchAll(/"secret(?:Key)?Ref":\{[^}]*"name":"([^"]+)"/g)].map(
      ([, name = '']) => name,
    ),
  ),
];

const named = (kind: string) => resources.filter((resource) => resource.kind === kind);

/** What API keys are checked with all have whom people ask, or might; what they are signed with, who publishes them. */
function ofKeys(name: string): string[] {
  if (name === 'observe') return [];
  return name === 'console' || name === 'reconcile' ? ['marea-access', 'marea-signing'] : ['marea-access'];
}

test('each function has the Secret of its group and those of API keys, and no other', () => {
  const services = named('Service').filter(({ apiVersion }) => apiVersion.startsWith('serving.knative.dev/'));
  const found = services.map((service) => [service.metadata.name, secretsIn(service)]);
  expect(Object.fromEntries(found)).toEqual(
    Object.fromEntries(
      Object.entries(GROUP_OF).map(([name, group]) => [name, [`marea-${group}`, ...ofKeys(name)]]),
    ),
  );
});

test('whoever owns something is a job, or the store itself', () => {
  const found = [...named('Job'), ...named('StatefulSet')].map((one) => [one.metadata.name, secretsIn(one)]);
  expect(Object.fromEntries(found)).toEqual({
    migrate: [
      'marea-admin-key',
      'marea-database',
      'marea-logins',
      'postgres',
      'marea-objects',
      'marea-signing',
    ],
    buckets: ['marea-objects', 'marea-logins', 'minio'],
    postgres: ['postgres'],
    minio: ['minio'],
  });
});

test('a deployment makes all Secrets that functions name', () => {
  expect(loginSecrets(resources).sort()).toEqual(
    [...new Set(Object.values(GROUP_OF))].map((group) => `marea-${group}`).sort(),
  );
});

describe('what such a Secret says', () => {
  const owners: Owners = {
    database: { DATABASE_URL: 'postgres://marea:owner@postgres:5432/marea' },
    objects: { S3_ENDPOINT: 'http://minio:9000', S3_ACCESS_KEY: 'functions', S3_SECRET_KEY: 'whole' },
    seed: 'seed',
    ownStores: true,
    env: {},
  };

  test('is a role and a key of its own, with nothing of the owner in it', () => {
    const values = loginValues('marea-ingest', owners);
    expect(values).toMatchObject({ S3_ENDPOINT: 'http://minio:9000', S3_ACCESS_KEY: 'marea-ingest' });
    expect(values.DATABASE_URL).toMatch(/^postgres:\/\/marea_ingest:[\w-]{32}@postgres:5432\/marea$/);
    expect(JSON.stringify(values)).not.toMatch(/owner|whole|seed/);
    const { DATABASE_URL: url } = loginValues('marea-predict-realtor', owners);
    expect(url).toContain('//marea_predict_realtor:');
    expect(url).toBe(
      databaseUrlOf(owners.database.DATABASE_URL ?? '', 'seed', { group: 'predict', dataset: 'realtor' }),
    );
  });

  test('is no more than the group has business with', () => {
    expect(Object.keys(loginValues('marea-entrance', owners))).not.toContain('DATABASE_URL');
    expect(Object.keys(loginValues('marea-record', owners))).toEqual(['DATABASE_URL']);
    for (const secret of loginSecrets(resources))
      expect(Object.keys(loginValues(secret, owners))).toEqual(variablesOf(secret));
  });

  test('of stores that are not ours is a role, and the one key that was given', () => {
    const given = { ...owners, ownStores: false, objects: { ...owners.objects, S3_REGION: 'eu-1' } };
    const values = loginValues('marea-predict-realtor', given);
    expect(values).toMatchObject({ S3_ACCESS_KEY: 'functions', S3_SECRET_KEY: 'whole', S3_REGION: 'eu-1' });
    expect(values.DATABASE_URL).toContain('//marea_predict_realtor:');
  });

  test('is what somebody else has made for the group, where the environment says so', () => {
    const env = {
      DATABASE_URL_PREDICT_REALTOR: 'postgres://reader@db/x',
      S3_ACCESS_KEY_PREDICT_REALTOR: 'reader',
      S3_SECRET_KEY_PREDICT_REALTOR: 'word',
    };
    expect(loginValues('marea-predict-realtor', { ...owners, ownStores: false, env })).toMatchObject({
      DATABASE_URL: 'postgres://reader@db/x',
      S3_ACCESS_KEY: 'reader',
      S3_SECRET_KEY: 'word',
    });
  });

  test('is the owner itself where there is no seed', () => {
    const { DATABASE_URL } = loginValues('marea-ingest', { ...owners, ownStores: false, seed: undefined });
    expect(DATABASE_URL).toBe(owners.database.DATABASE_URL);
  });
});
