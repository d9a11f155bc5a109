import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readManifests, secretNames } from '../manifests/manifests.ts';
import { loginsSeed } from './logins-seed.ts';
import { type Stores, secretsOf, withoutStores } from './stores.ts';

const stores: Pick<Stores, 'databaseUrl' | 's3' | 'seed'> = {
  databaseUrl: 'postgres://marea:owner@127.0.0.1:5432/marea',
  s3: { endpoint: 'http://127.0.0.1:9000', accessKey: 'whole', secretKey: 'key', region: 'us-east-1' },
  seed: 'seed',
};
const overlay = resolve(import.meta.dirname, '../../../knative/overlays/local');
const named = secretNames(readManifests([overlay, resolve(overlay, '../../observability/observe')]));
const names = named.filter((name) => !/^marea-(access|signing)$/.test(name));

test('there is a Secret for every group that the manifests name, and none of them tells of the owner', () => {
  const secrets = secretsOf(stores, names);
  for (const name of names) expect(secrets, name).toHaveProperty(name);
  expect(JSON.stringify(secrets)).not.toContain('owner');
  const logins = Object.values(secrets).flatMap(({ DATABASE_URL }) => DATABASE_URL ?? []);
  // Eleven groups, of which that of the predictors has one for each data set.
  expect(new Set(logins).size).toBe(12);
});

test('who has no business with a store is not told where it is', () => {
  const secrets = secretsOf(stores, names);
  expect(secrets['marea-entrance']).not.toHaveProperty('DATABASE_URL');
  for (const name of ['marea-record', 'marea-letters', 'marea-observe'])
    expect(Object.keys(secrets[name] ?? {})).toEqual(['DATABASE_URL']);
});

test('a predictor of an earlier release gets models, and no database', () => {
  const secrets = secretsOf(stores, names);
  expect(secrets['marea-database']).toEqual({});
  expect(secrets['marea-objects']).toMatchObject({ S3_ENDPOINT: 'http://127.0.0.1:9000' });
});

test('without a seed all ask as the owner: a Postgres of somebody else', () => {
  const { 'marea-ingest': ingest } = secretsOf({ ...stores, seed: undefined }, names);
  expect(ingest?.DATABASE_URL).toBe(stores.databaseUrl);
});

test('what the platform was started with to reach the stores is not told to pods', () => {
  const given = {
    DATABASE_URL: 'a',
    LOGINS_SEED: 'b',
    S3_ENDPOINT: 'c',
    S3_SECRET_KEY: 'd',
    LOG_LEVEL: 'info',
  };
  expect(withoutStores(given)).toEqual({ LOG_LEVEL: 'info' });
});

const data = mkdtempSync(join(tmpdir(), 'marea-seed-'));
afterAll(() => rmSync(data, { recursive: true }));

test('the seed is made once, for nobody else to read', () => {
  const seed = loginsSeed(data);
  expect(loginsSeed(data)).toBe(seed);
  expect(seed).toMatch(/^[\w-]{43}$/);
  expect(statSync(join(data, 'logins.seed')).mode & 0o777).toBe(0o600);
});
