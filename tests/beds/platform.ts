/** An embedded platform with small functions instead of the project's, and no database. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Observation } from '../../scripts/platform/metrics/observation.ts';
import { type Platform, type PlatformOptions, startPlatform } from '../../scripts/platform/platform.ts';
import { shown } from '../../shared/runtime/access/platform-header.ts';
import { fakeFunction } from './fake-function.ts';
import { type Judge, startJudge } from './judge.ts';
import { writeManifests } from './manifests.ts';

export interface Testbed extends Pick<Judge, 'delivered' | 'answer'> {
  readonly platform: Platform;
  readonly data: string;
  readonly observations: Observation[];
  stop(): Promise<void>;
}

/** What no test of these has, and what no function of theirs asks. */
const NO_STORES = { DATABASE_URL: 'postgres://nowhere', S3_ENDPOINT: 'http://nowhere' };

/** Starts a platform that runs `resources`, in a folder of its own (or in `data`). */
export async function testbed(
  resources: readonly object[],
  options: Partial<PlatformOptions> & { readonly data?: string } = {},
): Promise<Testbed> {
  const folder = folderWith(resources);
  const judge = await startJudge();
  const stopJudge = judge.stop;
  const data = options.data ?? join(folder, 'data');
  const platform = await startPlatform({
    port: 0,
    manifests: [join(folder, 'manifests')],
    bundles: join(folder, 'bundles'),
    ...options,
    data,
    env: { ...NO_STORES, TEST_URL: judge.url, ...options.env },
  });
  const observations: Observation[] = [];
  platform.observe((observation) => observations.push(observation));
  const stop = async (): Promise<void> => {
    await platform.stop();
    stopJudge();
    rmSync(folder, { recursive: true, force: true });
  };
  return Object.assign(judge, { platform, data, observations, stop });
}

function folderWith(resources: readonly object[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'marea-platform-'));
  writeManifests(join(folder, 'manifests'), resources);
  mkdirSync(join(folder, 'bundles'));
  writeFileSync(join(folder, 'bundles', 'package.json'), '{"type": "module"}');
  writeFileSync(join(folder, 'bundles', 'fake.js'), fakeFunction);
  return folder;
}

export interface Got {
  readonly status: number;
  readonly body: string;
}

/** An HTTP request, with any Host: fetch does not let one set it. */
export function call(
  url: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: {
    method?: string;
    headers?: Record<string, string>;
    body?: string | Buffer;
  } = {},
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString(),
        }),
      );
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

let serial = 0;

/** Posts an event in binary mode. */
export function send(
  bed: Testbed,
  path: string,
  type: string,
  body: string | Buffer = '{}',
  extra: Record<string, string> = {},
) {
  const headers = {
    'ce-specversion': '1.0',
    'ce-id': String(++serial),
    'ce-source': 'test',
    'ce-type': type,
    'content-type': 'application/json',
    ...shown(bed.platform.platformToken),
    ...extra,
  };
  return call(bed.platform.url + path, { method: 'POST', headers, body });
}

/** Waits until `condition` gives something. @throws when it does not within the time. */
export async function until<T>(
  condition: () => T | undefined | false | Promise<T | undefined | false>,
  ms = 15_000,
): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const result = await condition();
    if (result !== undefined && result !== false) return result;
    if (Date.now() > deadline) throw new Error(`it did not come true within ${ms} ms: ${condition}`);
    await sleep(20);
  }
}
