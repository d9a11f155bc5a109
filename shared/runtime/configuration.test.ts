import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { configurationFrom } from './configuration.ts';
import { tables } from './variables/table.ts';
import { variables } from './variables/variables.ts';

const root = join(import.meta.dirname, '../..');

test('what is not set, or empty, is the default', () => {
  for (const env of [{}, { SEARCH_TRIALS: '', PORT: '', MODEL_VERSION: '', DATA_API_URL: '' }])
    expect(configurationFrom(env)).toMatchObject({
      SEARCH_TRIALS: 10,
      PORT: 8080,
      MODEL_VERSION: 'production',
      DATA_API_URL: undefined,
      ROLLOUT_STEPS: [10, 50, 100],
    });
});

test('values have their types', () => {
  const env = { SEARCH_TRIALS: '1000', THREADS: '4', ROLLOUT_STEPS: '5,100', MODEL_VERSION: '7' };
  expect(configurationFrom(env)).toMatchObject({
    SEARCH_TRIALS: 1000,
    THREADS: 4,
    ROLLOUT_STEPS: [5, 100],
    MODEL_VERSION: 7,
  });
  expect(configurationFrom({ OTEL_SDK_DISABLED: 'True' }).OTEL_SDK_DISABLED).toBe(true);
});

describe('refused, with the name, the value and what is expected', () => {
  test.each([
    ['SEARCH_TRIALS', '5000', 'a whole number from 1 to 1000'],
    ['SEARCH_TRIALS', '0', 'a whole number from 1 to 1000'],
    ['SEARCH_TRIALS', '1e2', 'a whole number from 1 to 1000'],
    ['SEARCH_SECONDS', '-1', 'seconds from 1 to 1000000'],
    ['ROLLOUT_STEPS', '50,10,100', 'rising percents that end in 100'],
    ['ROLLOUT_STEPS', '10,50', 'rising percents that end in 100'],
    ['ROLLOUT_STEPS', '10,x,100', 'rising percents that end in 100'],
    ['ROLLOUT_STEP_SECONDS', 'soon', 'seconds from 0 to 3600'],
    ['INGRESS_URL', 'kourier', 'a URL that begins with http:// or https://'],
    ['LOG_LEVEL', 'loud', 'one of trace, debug, info'],
    ['MODEL_VERSION', '0', 'the number of a version, or production'],
    ['CORS_ORIGINS', 'https://shop.example/', '*, or origins such as https://example.org'],
    ['CORS_ORIGINS', 'https://shop.example,*', '*, or origins such as https://example.org'],
    ['CORS_ORIGINS', 'shop.example', '*, or origins such as https://example.org'],
    ['PORT', '70000', 'a whole number from 0 to 65535'],
  ])('%s=%s', (name, value, expected) => {
    expect(() => configurationFrom({ [name]: value })).toThrow(`${name} is "${value}", expected ${expected}`);
  });

  test('all that is wrong at once', () => {
    const wrong = { PORT: 'x', LOG_LEVEL: 'y' };
    expect(() => configurationFrom(wrong)).toThrow(/LOG_LEVEL is "y".*PORT is "x"/);
  });

  test('a secret is not told', () => {
    const read = () => configurationFrom({ DATABASE_URL: 'mysql://me:hunter2@db' });
    expect(read).toThrow(/^environment: DATABASE_URL is wrong .*expected a URL/);
    expect(read).not.toThrow('hunter2');
  });

  test('what is of use together alone', () => {
    expect(() => configurationFrom({ S3_ENDPOINT: 'http://s3', S3_ACCESS_KEY: 'me' })).toThrow(
      'S3_SECRET_KEY not set, though S3_ENDPOINT is',
    );
  });

  test('a rollout that would take longer than its request may', () => {
    const careful = { ROLLOUT_STEPS: '1,10,50,100', ROLLOUT_STEP_SECONDS: '200' };
    expect(() => configurationFrom({ ...careful, FUNCTION: 'rollout' })).toThrow('would take 920 s');
    expect(() => configurationFrom({ ...careful, FUNCTION: 'clean' })).not.toThrow();
  });
});

/** Files of the functions and of what they share, without tests. */
const sources = ['functions', 'shared'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|fixtures\//.test(name))
    .map((name) => join(folder, name)),
);

test('nobody else reads the environment', () => {
  const told = sources.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .filter((line) => /process\s*(\?\.|\.)\s*env|\benv\b.*from 'node:process'/.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(told).toEqual([
    // Told to a library that asks there alone, and where it is loaded.
    "shared/onnx/session.ts: process.env.ORT_DISABLE_TELEMETRY ??= '1';",
    'shared/runtime/configuration.ts: read ??= configurationFrom(process.env);',
  ]);
});

test('the README has the table of all variables, as `npm run build` writes it', () => {
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`\n${tables()}`);
});

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly template: {
      readonly spec: {
        readonly timeoutSeconds?: number;
        readonly containers: readonly {
          readonly env?: readonly { readonly name: string; readonly value?: string }[];
        }[];
      };
    };
  };
}

const folder = join(root, 'knative/base');
const manifests = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => parse(readFileSync(join(folder, name), 'utf8')) as Manifest);

test('every variable that a manifest sets is one of these', () => {
  const set = manifests.flatMap(({ kind, data, spec }) => [
    ...(kind === 'ConfigMap' ? Object.keys(data ?? {}) : []),
    ...(spec?.template?.spec.containers ?? []).flatMap(({ env }) => (env ?? []).map(({ name }) => name)),
  ]);
  expect(set).toContain('FUNCTION');
  expect(set.filter((name) => !Object.hasOwn(variables, name))).toEqual([]);
});

test('every Service tells its function how long a request may take, unless it is the default', () => {
  const services = manifests.filter(
    ({ kind, metadata }) => kind === 'Service' && metadata.name !== 'console',
  );
  const told = services.map(({ metadata, spec }) => {
    const { timeoutSeconds, containers } = spec?.template.spec ?? { containers: [] };
    const said = containers[0]?.env?.find(({ name }) => name === 'REQUEST_SECONDS')?.value;
    return [metadata.name, Number(said ?? variables.REQUEST_SECONDS.otherwise), timeoutSeconds];
  });
  const takesEvents = told.filter(
    ([name]) => !['collect', 'reconcile', 'dead-letter'].includes(String(name)),
  );
  expect(takesEvents.length).toBeGreaterThan(5);
  for (const [name, said, timeout] of takesEvents) expect([name, said]).toEqual([name, timeout]);
});
