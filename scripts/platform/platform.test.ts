import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { broker, config, service } from '../../tests/beds/manifests.ts';
import { call, testbed, until } from '../../tests/beds/platform.ts';
import { startPlatform } from './platform.ts';
import { isRunning } from './processes/running.ts';

test('two platforms do not share a data folder; after the first has ended, the second may', async () => {
  const first = await testbed([config, service('hello')]);
  await expect(testbed([config, service('hello')], { data: first.data })).rejects.toThrow(
    new RegExp(`another platform \\(process ${process.pid}\\)`),
  );
  await first.platform.stop();
  const second = await testbed([config, service('hello')], {
    data: first.data,
  });
  expect((await call(`${second.platform.url}/health`)).status).toBe(200);
  await second.stop();
  await first.stop();
});

test('a port that is taken is named', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(testbed([config, service('hello')], { port })).rejects.toThrow(`port ${port} is in use`);
  other.close();
});

test('health is 503 until the stores are prepared', async () => {
  const probes: number[] = [];
  let port = 0;
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
  const address = free.address();
  port = typeof address === 'object' && address ? address.port : 0;
  await new Promise((resolve) => free.close(resolve));
  const bed = await testbed([config, service('hello'), broker('ingest')], {
    port,
    prepare: async () => {
      probes.push((await call(`http://127.0.0.1:${port}/health`)).status);
      probes.push((await call(`http://127.0.0.1:${port}/ingest`, { method: 'POST' })).status);
    },
  });
  probes.push((await call(`${bed.platform.url}/health`)).status);
  expect(probes[0]).toBe(503);
  expect(probes.at(-1)).toBe(200);
  await bed.stop();
});

test('what fails while starting leaves nothing behind, and the folder free', async () => {
  const data = mkdtempSync(join(tmpdir(), 'marea-failing-'));
  const prepare = async () => {
    throw new Error('migration 7 failed');
  };
  const env = {
    DATABASE_URL: 'postgres://nowhere',
    S3_ENDPOINT: 'http://nowhere',
  };
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(startPlatform({ port: 0, data, prepare, env })).rejects.toThrow('migration 7 failed');
  }
  rmSync(data, { recursive: true });
});

test('functions end with a platform that is killed', {
  timeout: 60_000,
}, async () => {
  const script = `
    import { config, service } from '${import.meta.dirname}/../../tests/beds/manifests.ts';
    import { call, testbed } from '${import.meta.dirname}/../../tests/beds/platform.ts';
    const bed = await testbed([config, service('hello')]);
    await call(bed.platform.url + '/services/hello/who');
    console.log(JSON.stringify({ pid: bed.platform.pods()[0].pid, data: bed.data }));`;
  const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  parent.stdout.on('data', (chunk) => {
    said += chunk;
  });
  const { pid, data } = JSON.parse(await until(() => said.includes('\n') && said, 30_000));
  expect(isRunning(pid)).toBe(true);
  parent.kill('SIGKILL');
  await until(() => !isRunning(pid));
  // The lock that the dead one left is no obstacle.
  const next = await testbed([config, service('hello')], { data });
  await next.stop();
  rmSync(join(data, '..'), { recursive: true, force: true });
});
