import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { sealed, signingKey, unsealed, verifyingKey } from '../../shared/access/snapshot.ts';
import { pinned } from '../../shared/runtime/knative/pinned.ts';
import { readKustomization } from '../platform/manifests/kustomize.ts';
import { askersIn } from './api-server.ts';
import { refuseTags } from './by-digest.ts';
import type { Kubectl } from './kubectl.ts';
import { loginSecrets } from './logins.ts';
import { phasesOf } from './phases.ts';
import { isKnativeService, keepVersion } from './pinned.ts';
import type { Resource } from './resource.ts';
import { ensureSecrets } from './secrets.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const resources = ['knative', 'eventing'].flatMap((folder) =>
  readKustomization(`${root}${folder}/overlays/local`).map(({ resource }) => resource as Resource),
);

test('the functions that ask the API server are those whose account has a token', () => {
  expect(askersIn(resources).sort()).toEqual(['console', 'reconcile', 'rollout']);
});

describe('an image', () => {
  const of = (image: string): Resource[] => [
    { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'x' }, spec: { containers: [{ image }] } },
  ];
  const digest = `ghcr.io/marea/functions@sha256:${'0a'.repeat(32)}`;

  test('is told by its digest in production, by a tag elsewhere', () => {
    expect(() => refuseTags('production', of('ghcr.io/marea/functions:0.1.0'))).toThrow('functions:0.1.0');
    expect(() => refuseTags('production', of('ghcr.io/marea/functions@sha256:0a'))).toThrow(
      'by their digest',
    );
    expect(() => refuseTags('production', of(digest))).not.toThrow();
    expect(() => refuseTags('microk8s', of('localhost:32000/marea/functions:0.1.0'))).not.toThrow();
  });

  test('as the overlay has it is a tag, until somebody releases one', () => {
    const production = readKustomization(`${root}knative/overlays/production`);
    expect(() =>
      refuseTags(
        'production',
        production.map(({ resource }) => resource as Resource),
      ),
    ).toThrow('npm run image');
  });
});

describe('the order of a deployment', () => {
  const phases = phasesOf(resources);

  test('has a place for everything in the overlay', () => {
    expect(Object.values(phases).flat()).toHaveLength(resources.length);
  });

  test('makes the dead letters before the brokers that send to them, and the flow last', () => {
    expect(Object.keys(phases)).toEqual([
      'namespaces',
      'ground',
      'stores',
      'jobs',
      'deadLetters',
      'brokers',
      'services',
      'flow',
    ]);
    expect(phases.deadLetters.map(({ metadata }) => metadata.name)).toEqual(['dead-letter']);
  });

  test('refuses a kind that it has no place for', () => {
    const daemon = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'x' } };
    expect(() => phasesOf([daemon])).toThrow('apps/DaemonSet x');
  });
});

describe('a deployment over a served model', () => {
  const [wanted] = resources
    .filter(isKnativeService)
    .filter(({ metadata }) => metadata.name === 'predict-realtor');
  if (!wanted) throw new Error('the overlay has no predict-realtor');
  const live = (version: number): Resource => ({
    ...wanted,
    spec: { ...wanted.spec, template: pinned(wanted.spec.template, { version, sha256: 'abc' }) },
  });

  test('keeps its version', () => {
    const kept = keepVersion(wanted, [live(7)]);
    expect(JSON.stringify(kept)).toContain('{"name":"MODEL_VERSION","value":"7"}');
    const labels = { 'marea.dev/function': 'predict', 'marea.dev/model-version': '7' };
    expect(kept).toHaveProperty('spec.template.metadata.labels', labels);
    expect(JSON.stringify(kept)).toContain('{"name":"MODEL_CHECKSUM","value":"7:abc"}');
  });

  test('keeps one that was set by hand, without the label', () => {
    const byHand = JSON.parse(JSON.stringify(wanted).replace('"value":"production"', '"value":"5"'));
    expect(JSON.stringify(keepVersion(wanted, [byHand]))).toContain('{"name":"MODEL_VERSION","value":"5"}');
  });

  test('follows production where nothing is pinned, and where nothing is', () => {
    expect(keepVersion(wanted, [wanted])).toEqual(wanted);
    expect(keepVersion(wanted, [])).toEqual(wanted);
  });
});

const OF_ACCESS = ['marea-signing', 'marea-access', 'marea-admin-key'];

describe('Secrets', () => {
  interface Created {
    readonly metadata: { readonly name: string };
    readonly stringData: Readonly<Record<string, string>>;
  }
  function cluster(there: Readonly<Record<string, Readonly<Record<string, string>>>> = {}) {
    const created: Created[] = [];
    const encoded = (values: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(values).map(([key, value]) => [key, btoa(value)]));
    const kubectl: Kubectl = {
      run: async (_args, input = '') => {
        created.push(JSON.parse(input) as Created);
        return '';
      },
      get: () => Promise.reject(new Error('not asked for')),
      find: async <T>(_kind: string, name = '') =>
        (there[name] ? { data: encoded(there[name]) } : undefined) as T | undefined,
    };
    return { kubectl, created };
  }

  test('are random, and those of the functions fit those of the stores', async () => {
    const first = cluster();
    const second = cluster();
    const names = ['postgres', 'marea-database', 'minio', 'marea-objects', 'marea-logins', ...OF_ACCESS];
    expect(await ensureSecrets(first.kubectl, true, {})).toEqual(names);
    await ensureSecrets(second.kubectl, true, {});
    const [postgres, database] = first.created.map(({ stringData }) => stringData);
    expect(database?.DATABASE_URL).toBe(`postgres://marea:${postgres?.MAREA_PASSWORD}@postgres:5432/marea`);
    expect(postgres?.MAREA_PASSWORD).toMatch(/^[\w-]{32}$/);
    const [, , minio, objects] = first.created.map(({ stringData }) => stringData);
    expect(Object.values(minio ?? {})).not.toContain(objects?.S3_ACCESS_KEY);
    expect(Object.values(minio ?? {})).not.toContain(objects?.S3_SECRET_KEY);
    expect(postgres?.MAREA_PASSWORD).not.toBe(second.created[0]?.stringData.MAREA_PASSWORD);
  });

  test('what checks API keys fits what signs them, and the first of these is a key; none holds two of them', async () => {
    const { kubectl, created } = cluster();
    await ensureSecrets(kubectl, true, {});
    const held = Object.fromEntries(created.map(({ metadata, stringData }) => [metadata.name, stringData]));
    const { ACCESS_SIGNING_KEY = '', ...more } = held['marea-signing'] ?? {};
    expect(Buffer.from(ACCESS_SIGNING_KEY, 'base64')).toHaveLength(32);
    expect([more, held['marea-access'], held['marea-admin-key']]).toEqual([
      {},
      { ACCESS_VERIFY_KEY: expect.any(String) },
      { key: expect.stringMatching(/^marea_[0-9a-z]{12}_[\w-]{43}$/) },
    ]);
    const sealedText = sealed({ serial: 1, made: '', keys: [] }, signingKey(ACCESS_SIGNING_KEY));
    const { ACCESS_VERIFY_KEY = '' } = held['marea-access'] ?? {};
    expect(unsealed(sealedText, verifyingKey(ACCESS_VERIFY_KEY)).serial).toBe(1);
    const lost = cluster({ 'marea-signing': { ACCESS_SIGNING_KEY }, 'marea-admin-key': {} });
    await ensureSecrets(lost.kubectl, true, {});
    expect(lost.created.at(-1)).toMatchObject({
      metadata: { name: 'marea-access' },
      stringData: { ACCESS_VERIFY_KEY },
    });
  });

  test('that are there stay, and one that was lost is made of them again', async () => {
    const there = { postgres: { MAREA_PASSWORD: 'kept' }, minio: {}, 'marea-objects': {} };
    const { kubectl, created } = cluster(there);
    expect(await ensureSecrets(kubectl, true, {})).toEqual(['marea-database', 'marea-logins', ...OF_ACCESS]);
    expect(created[0]?.stringData.DATABASE_URL).toContain('marea:kept@');
  });

  test('of a deployment from before there were groups are made, and what was there is left alone', async () => {
    const before = {
      postgres: { POSTGRES_PASSWORD: 'p', MAREA_PASSWORD: 'kept' },
      'marea-database': { DATABASE_URL: 'postgres://marea:kept@postgres:5432/marea' },
      minio: { MINIO_ROOT_USER: 'marea', MINIO_ROOT_PASSWORD: 'm' },
      'marea-objects': {
        S3_ENDPOINT: 'http://minio:9000',
        S3_ACCESS_KEY: 'functions',
        S3_SECRET_KEY: 'kept',
      },
    };
    const { kubectl, created } = cluster(before);
    const logins = loginSecrets(resources);
    expect(logins).toContain('marea-registry');
    expect(await ensureSecrets(kubectl, true, {}, logins)).toEqual(['marea-logins', ...logins, ...OF_ACCESS]);
    const registry = created.find(({ metadata }) => metadata.name === 'marea-registry')?.stringData;
    expect(registry?.DATABASE_URL).toMatch(/^postgres:\/\/[\w-]+:[^@]+@postgres:5432\/marea$/);
    expect(registry?.DATABASE_URL).not.toContain('kept');
    expect(registry).toMatchObject({ S3_ENDPOINT: 'http://minio:9000' });
    expect([registry?.S3_ACCESS_KEY, registry?.S3_SECRET_KEY]).not.toContain('kept');
  });

  test('of a group that came later are made of the seed that is there, and nothing else is touched', async () => {
    const logins = loginSecrets(resources);
    const first = cluster();
    await ensureSecrets(first.kubectl, true, {}, logins);
    const held = Object.fromEntries(
      first.created.map(({ metadata, stringData }) => [metadata.name, stringData]),
    );
    const { 'marea-registry': registry, ...before } = held;
    const second = cluster(before);
    expect(await ensureSecrets(second.kubectl, true, {}, logins)).toEqual(['marea-registry']);
    expect(second.created.map(({ stringData }) => stringData)).toEqual([registry]);
  });

  test('of stores that are not ours come from the environment, or are asked for', async () => {
    const { kubectl, created } = cluster();
    const env = {
      DATABASE_URL: 'postgres://db',
      S3_ENDPOINT: 'https://s3',
      S3_ACCESS_KEY: 'a',
      S3_SECRET_KEY: 'b',
    };
    await ensureSecrets(kubectl, false, env);
    expect(created.map(({ metadata }) => metadata.name)).toEqual([
      'marea-database',
      'marea-objects',
      'marea-logins',
      ...OF_ACCESS,
    ]);
    await expect(ensureSecrets(cluster().kubectl, false, { DATABASE_URL: 'postgres://db' })).rejects.toThrow(
      'S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY',
    );
  });
});

describe('who holds which Secret', () => {
  const secretsOf = (name: string): string[] => {
    const [service] = resources.filter(isKnativeService).filter(({ metadata }) => metadata.name === name);
    return [...JSON.stringify(service?.spec ?? {}).matchAll(/"secretRef":\{"name":"([^"]+)"/g)].map(
      ([, one = '']) => one,
    );
  };
  const names = resources.filter(isKnativeService).map(({ metadata }) => metadata.name);

  test('what signs API keys only those who publish them, what checks them everybody', () => {
    expect(names.filter((name) => secretsOf(name).includes('marea-signing')).sort()).toEqual([
      'console',
      'reconcile',
    ]);
    expect(names.filter((name) => !secretsOf(name).includes('marea-access'))).toEqual([]);
  });
});
