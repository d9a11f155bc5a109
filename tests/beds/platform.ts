/** An embedded platform with small functions instead of the project's, and no database. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Observation } from '../../scripts/platform/metrics/observation.ts';
import { type Platform, type PlatformOptions, startPlatform } from '../../scripts/platform/platform.ts';
import { writeManifests } from './manifests.ts';

/** Answers about itself, streams a body back, takes no more connections, and asks the test what to answer to an event. */
const fakeFunction = `
import { createServer, request } from 'node:http';
let now = 0, most = 0, told = false;
if (process.env.CRASH) { console.error('Error: ' + process.env.CRASH); process.exit(3); }
const server = createServer((incoming, response) => {
  const url = new URL(incoming.url, 'http://x');
  if (url.pathname === '/health') return response.end('ok');
  most = Math.max(most, ++now);
  response.on('close', () => now--);
  if (url.pathname === '/who') {
    const { K_REVISION: revision, K_SINK: sink, GREETING: greeting, KUBE_TOKEN_FILE: token } = process.env;
    const who = { revision, pid: process.pid, most, sink, greeting, token, path: incoming.url, prefix: incoming.headers['x-forwarded-prefix'] };
    return void setTimeout(() => response.end(JSON.stringify({ ...who, told })), Number(url.searchParams.get('ms') ?? 0));
  }
  if (url.pathname === '/echo') return void incoming.pipe(response);
  if (url.pathname === '/deaf') {
    server.close();
    response.on('close', () => server.closeIdleConnections());
    return response.writeHead(200, { connection: 'close' }).end(JSON.stringify({ pid: process.pid }));
  }
  if (url.pathname === '/die') process.kill(process.pid, 'SIGKILL');
  const asked = request(process.env.TEST_URL, { method: 'POST', headers: { ...incoming.headers, 'x-revision': process.env.K_REVISION } }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  asked.on('error', () => response.destroy());
  incoming.pipe(asked);
});
server.listen(Number(process.env.PORT), process.env.HOST);
const end = () => { server.close(() => process.exit(0)); server.closeIdleConnections(); };
process.on('SIGTERM', () => { told = true; end(); });
process.stdin.on('end', end).resume();
`;

export interface Delivered {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answered {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly afterMs?: number;
}

export interface Testbed {
  readonly platform: Platform;
  readonly data: string;
  readonly observations: Observation[];
  /** Events that reached a function, in order. */
  readonly delivered: Delivered[];
  /** What functions answer to events. */
  answer: (event: Delivered) => Answered;
  stop(): Promise<void>;
}

/** Starts a platform that runs `resources`, in a folder of its own (or in `data`). */
export async function testbed(
  resources: readonly object[],
  options: Partial<PlatformOptions> & { readonly data?: string } = {},
): Promise<Testbed> {
  const folder = mkdtempSync(join(tmpdir(), 'marea-platform-'));
  const delivered: Delivered[] = [];
  const bed: { answer: Testbed['answer'] } = {
    answer: () => ({ status: 204 }),
  };
  const judge = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const event = {
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString(),
      };
      delivered.push(event);
      const { status, headers = {}, body = '', afterMs = 0 } = bed.answer(event);
      setTimeout(() => response.writeHead(status, headers).end(body), afterMs);
    });
  });
  await new Promise<void>((resolve) => judge.listen(0, '127.0.0.1', resolve));
  const judgeAddress = judge.address();
  const judgePort = typeof judgeAddress === 'object' && judgeAddress ? judgeAddress.port : 0;
  writeManifests(join(folder, 'manifests'), resources);
  mkdirSync(join(folder, 'bundles'));
  writeFileSync(join(folder, 'bundles', 'package.json'), '{"type": "module"}');
  writeFileSync(join(folder, 'bundles', 'fake.js'), fakeFunction);
  const data = options.data ?? join(folder, 'data');
  const platform = await startPlatform({
    port: 0,
    manifests: [join(folder, 'manifests')],
    bundles: join(folder, 'bundles'),
    ...options,
    data,
    env: {
      DATABASE_URL: 'postgres://nowhere',
      S3_ENDPOINT: 'http://nowhere',
      TEST_URL: `http://127.0.0.1:${judgePort}`,
      ...options.env,
    },
  });
  const observations: Observation[] = [];
  platform.observe((observation) => observations.push(observation));
  return Object.assign(bed, {
    platform,
    data,
    observations,
    delivered,
    stop: async () => {
      await platform.stop();
      judge.closeAllConnections();
      judge.close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
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
