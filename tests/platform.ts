/** The embedded platform with a third data set, in a temporary folder: real processes, a real Postgres, a real store. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from '../scripts/build.ts';
import { type Platform, type PlatformOptions, startPlatform } from '../scripts/platform/platform.ts';
import { prepareStores } from '../scripts/platform/stores/prepare.ts';
import type { BatchReport } from '../shared/api/batches.ts';
import { encoded } from '../shared/events/attribute.ts';
import { loadDatasets } from '../shared/runtime/dataset-modules.ts';
import { connect, type Sql } from '../shared/store/database.ts';
import { keyPart } from '../shared/store/keys.ts';
import { type ObjectStore, s3 } from '../shared/store/objects.ts';
import { tinyModule } from './tiny.ts';

export interface TestPlatform extends Platform {
  readonly sql: Sql;
  readonly objects: ObjectStore;
  readonly data: string;
  /** Uploads nothing: the file goes to the store as a producer with access would put it. @returns the broker's status */
  post(batch: string, csv: string | Buffer, options?: PostOptions): Promise<number>;
  batch(id: string, dataset?: string): Promise<BatchReport | undefined>;
  /** Waits until the batch's chain has ended. */
  ended(id: string, options?: { timeoutMs?: number; dataset?: string }): Promise<BatchReport>;
  get<T>(path: string): Promise<T>;
  send(method: string, path: string, body: unknown): Promise<{ status: number; body: unknown }>;
}

export interface PostOptions {
  readonly dataset?: string;
  readonly filename?: string;
  readonly origin?: 'source' | 'user';
  /** Another event with the same id is the same event. */
  readonly eventId?: string;
}

const root = resolve(import.meta.dirname, '..');
const ROLLOUT = { ROLLOUT_STEP_SECONDS: '0', ROLLOUT_READY_SECONDS: '60' };

/** @param change of the options; `data` to go on with the folder of a platform that was stopped */
export async function startTestPlatform(change: Partial<PlatformOptions> = {}): Promise<TestPlatform> {
  await loadDatasets(tinyModule);
  await build();
  const data = change.data ?? mkdtempSync(join(tmpdir(), 'marea-platform-'));
  const platform = await startPlatform({
    port: 0,
    prepare: prepareStores,
    manifests: ['knative/overlays/local', 'eventing/overlays/local', 'tests/fixtures/predict-tiny'].map(
      (path) => resolve(root, path),
    ),
    ...change,
    data,
    env: { DATASET_MODULES: tinyModule, SEARCH_TRIALS: '3', ...ROLLOUT, ...change.env },
  });
  const sql = connect(platform.databaseUrl, { max: 4, name: 'test' });
  const objects = s3(platform.s3);
  const send = async (method: string, path: string, body: unknown) => {
    const answer = await fetch(platform.url + path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: answer.status, body: parsed(await answer.text()) };
  };
  const get = async <T>(path: string): Promise<T> => (await (await fetch(platform.url + path)).json()) as T;
  const batch = async (id: string, dataset = 'tiny'): Promise<BatchReport | undefined> => {
    const answer = await fetch(`${platform.url}/api/batches/${dataset}/${encodeURIComponent(id)}`);
    return answer.ok ? ((await answer.json()) as BatchReport) : undefined;
  };
  return {
    ...platform,
    sql,
    objects,
    data,
    get,
    send,
    batch,
    async post(id, csv, { dataset = 'tiny', filename = 'rows.csv', origin = 'source', eventId = id } = {}) {
      const key = `${dataset}/test/${keyPart(id)}/${filename}`;
      await objects.put({ bucket: 'data-raw', key }, csv);
      return await postEvent(
        platform.url,
        { id: eventId, dataset, subject: id, dataref: `s3://data-raw/${key}` },
        { filename, origin },
      );
    },
    ended: (id, { timeoutMs = 90_000, dataset = 'tiny' } = {}) =>
      eventually(
        async () => {
          const report = await batch(id, dataset);
          return report?.endedAt ? report : undefined;
        },
        `the end of batch ${id}`,
        timeoutMs,
      ),
    async stop() {
      await sql.end({ timeout: 5 });
      await platform.stop();
      if (!change.data) rmSync(data, { recursive: true, force: true });
    },
  };
}

/** POSTs batch.received at the door. @returns the status */
export const postEvent = (
  url: string,
  attributes: Readonly<Record<string, string>>,
  data: unknown,
): Promise<number> => post(url, attributes, 'application/json', JSON.stringify(data));

/** The same with a CSV file as the body. */
export const postFile = (
  url: string,
  attributes: Readonly<Record<string, string>>,
  csv: string,
): Promise<number> => post(url, attributes, 'text/csv', csv);

async function post(
  url: string,
  attributes: Readonly<Record<string, string>>,
  type: string,
  body: string,
): Promise<number> {
  const headers: Record<string, string> = {
    'content-type': type,
    'ce-specversion': '1.0',
    'ce-type': 'dev.marea.batch.received',
    'ce-source': '/test',
  };
  for (const [name, value] of Object.entries(attributes)) headers[`ce-${name}`] = encoded(value);
  const answer = await fetch(`${url}/ingest`, { method: 'POST', headers, body });
  await answer.text();
  return answer.status;
}

/** Asks again until there is an answer; what fails meanwhile (a database away) is asked again too. */
export async function eventually<T>(
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  what: string,
  timeoutMs = 60_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      last = error;
    }
    await sleep(100);
  }
  throw new Error(
    `waited ${timeoutMs / 1000} s for ${what}${last ? `; last: ${(last as Error).message}` : ''}`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
