/** A stand-in for the platform's API, and commands run against it as a person runs them: as processes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface Call {
  readonly call: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
export type Reply = readonly [status: number, body?: unknown];
/** Instead of a status: the connection breaks in the middle of the request. */
export const DROPPED = 0;

export interface StandIn {
  readonly url: string;
  readonly calls: Call[];
  /** Answers by call; of a list one after the other, the last one for good. */
  readonly replies: Record<string, Reply | Reply[]>;
  /** Forgets calls and replies. There are two data sets. */
  clear(): void;
  stop(): void;
}

export async function startStandIn(): Promise<StandIn> {
  const calls: Call[] = [];
  const replies: StandIn['replies'] = {};
  const server = createServer(async (request, response) => {
    const call = `${request.method} ${request.url}`;
    const [status, answer] = next(replies[call] ?? [404, { error: 'not there' }]);
    if (status === DROPPED) {
      calls.push({ call, headers: request.headers, body: '' });
      request.destroy();
      return;
    }
    const body = await text(request).catch(() => '');
    calls.push({ call, headers: request.headers, body });
    response.writeHead(status).end(answer === undefined ? '' : JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    replies,
    clear() {
      calls.length = 0;
      for (const call of Object.keys(replies)) delete replies[call];
      replies['GET /api/datasets'] = [
        200,
        { datasets: [{ name: 'realtor' }, { name: 'diabetes' }], apart: { unserved: [], undeclared: [] } },
      ];
    },
    stop: () => void server.close(),
  };
}

const isList = (reply: Reply | Reply[]): reply is Reply[] => Array.isArray(reply[0]);

function next(reply: Reply | Reply[]): Reply {
  if (!isList(reply)) return reply;
  return (reply.length > 1 ? reply.shift() : reply[0]) ?? [404];
}

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** @param to the platform's address, in MAREA_URL */
export async function run(to: string, command: string, args: readonly string[], input = ''): Promise<Ran> {
  const child = spawn(process.execPath, ['--import', 'tsx', `scripts/${command}.ts`, ...args], {
    cwd: root,
    env: { ...process.env, MAREA_URL: to },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

export const when = '2026-01-01T00:00:00.000Z';
/** What the console tells of a batch that ingest has stored. */
export const batch = (more: object): object => ({
  dataset: 'realtor',
  id: 'b1',
  stage: 'stored',
  received: 2,
  clean: 1,
  rejected: 1,
  duplicate: 0,
  reasons: { no_price: 1 },
  forms: {},
  unreadable: {},
  held: null,
  retractedAt: null,
  startedAt: when,
  endedAt: null,
  stages: [],
  stalled: [],
  deadLetters: [],
  ...more,
});
export const ingestStage = {
  stage: 'ingest',
  type: 't',
  status: 'done',
  error: null,
  startedAt: when,
  endedAt: when,
};
export const letter = {
  id: 7,
  type: 'dev.marea.batch.stored',
  batch: 'b1',
  code: 422,
  error: 'no such column',
  hopeless: true,
};
