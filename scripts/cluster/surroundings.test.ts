import { describe, expect, test } from 'vitest';
import type { Kubectl } from './kubectl.ts';
import type { Resource } from './resource.ts';
import { startAnew, surroundingsOf, withSurroundings } from './surroundings.ts';

const URL_OF_CONSOLE = 'http://console.marea.example.org';
const mapOf = (name: string, data: Readonly<Record<string, string>> = {}): Resource => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
});
const ksvc: Resource = {
  apiVersion: 'serving.knative.dev/v1',
  kind: 'Service',
  metadata: { name: 'console' },
  status: { url: URL_OF_CONSOLE },
};

/** @param there by kind and name */
function cluster(there: Readonly<Record<string, Resource>> = {}) {
  const runs: (readonly string[])[] = [];
  const kubectl: Kubectl = {
    run: async (args) => {
      runs.push(args);
      return '';
    },
    get: () => Promise.reject(new Error('not asked for')),
    find: async <T>(kind: string, name = '') => there[`${kind} ${name}`] as T | undefined,
  };
  return { kubectl, runs };
}
const around = (there: Readonly<Record<string, Resource>>, given = {}, env = {}) =>
  surroundingsOf(cluster(there).kubectl, [mapOf('marea-config', given)], env);

describe('where the console is', () => {
  test('nobody knows before there is one', async () => {
    expect(await around({})).toEqual({ values: {}, isNew: false, told: [] });
  });

  test('is where its Service is, and that is said', async () => {
    expect(await around({ 'ksvc console': ksvc })).toEqual({
      values: { CONSOLE_URL: URL_OF_CONSOLE },
      isNew: true,
      told: [`CONSOLE_URL=${URL_OF_CONSOLE} (the Service console)`],
    });
  });

  test('is no news the second time', async () => {
    const there = {
      'ksvc console': ksvc,
      'configmap marea-config': mapOf('marea-config', { CONSOLE_URL: URL_OF_CONSOLE }),
    };
    expect(await around(there)).toMatchObject({ values: { CONSOLE_URL: URL_OF_CONSOLE }, isNew: false });
  });

  const HTTPS = 'https://marea.example.org';
  test.each([
    ['the overlay', { 'ksvc console': ksvc }, { CONSOLE_URL: HTTPS }, {}, undefined],
    ['whoever deploys', { 'ksvc console': ksvc }, {}, { CONSOLE_URL: HTTPS }, HTTPS],
    [
      'a hand',
      { 'ksvc console': ksvc, 'configmap marea-config': mapOf('marea-config', { CONSOLE_URL: HTTPS }) },
      {},
      {},
      HTTPS,
    ],
  ])('is what %s says', async (_, there, given, env, value) => {
    expect((await around(there, given, env)).values.CONSOLE_URL).toBe(value);
  });
});

describe('how many proxies are in front', () => {
  const kourier = (adds: string) => ({
    'configmap config-kourier': mapOf('config-kourier', { 'use-remote-address': adds }),
  });

  test('is two where the gateway adds whom it sees; where it does not, what stands there is made up', async () => {
    expect((await around(kourier('true'))).values).toEqual({ TRUSTED_PROXIES: '2' });
    expect((await around(kourier('false'))).values).toEqual({});
    expect((await around({})).values).toEqual({});
  });

  test('is what the overlay or whoever deploys says', async () => {
    expect((await around(kourier('true'), { TRUSTED_PROXIES: '3' })).values).toEqual({});
    expect((await around(kourier('true'), {}, { TRUSTED_PROXIES: '0' })).values).toEqual({
      TRUSTED_PROXIES: '0',
    });
  });

  test('is news where the gateway adds no more what it did', async () => {
    const live = { 'configmap marea-config': mapOf('marea-config', { TRUSTED_PROXIES: '2' }) };
    expect(await around({ ...kourier('false'), ...live })).toMatchObject({ values: {}, isNew: true });
  });
});

test('it is beside what the ConfigMap has, and in nothing else', async () => {
  const found = await around({ 'ksvc console': ksvc });
  expect(
    withSurroundings([mapOf('marea-config', { LOG_LEVEL: 'info' }), mapOf('other'), ksvc], found),
  ).toEqual([
    mapOf('marea-config', { LOG_LEVEL: 'info', CONSOLE_URL: URL_OF_CONSOLE }),
    mapOf('other'),
    ksvc,
  ]);
});

test('pods that browsers ask are started anew, and no predictor', async () => {
  const { kubectl, runs } = cluster();
  await startAnew(kubectl);
  expect(runs.map((args) => args.join(' '))).toEqual([
    'delete pod -n marea -l serving.knative.dev/service in (console,entrance,registry) --ignore-not-found --wait=false',
  ]);
});
