/** What a connection goes through: over real sockets, with clients that keep them and clients that send too much. */
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveRoutes } from './function.ts';
import { json } from './http.ts';
import { type FunctionServer, functionServer } from './server.ts';

const LIMIT = 1000;
let served: FunctionServer;
let port = 0;

beforeAll(async () => {
  process.env.LOG_LEVEL = 'silent';
  const { handle } = serveRoutes('sizes', {
    'GET /hello': { needs: 'view', handle: () => json('hello') },
    'POST /bytes': {
      needs: 'predict',
      body: 'bytes',
      limit: LIMIT,
      handle: (_, body) => json(body.length),
    },
    'POST /deaf': { needs: 'predict', handle: () => json('whatever you say') },
    'POST /changes': { needs: 'operate', body: 'object', handle: () => json('changed') },
  });
  served = functionServer(handle);
  served.server.listen(0, '127.0.0.1');
  await once(served.server, 'listening');
  port = (served.server.address() as AddressInfo).port;
});
afterAll(() => served.end());

/** Sends a body piece by piece, without telling its length. */
async function sent(
  agent: Agent,
  path: string,
  pieces: number,
  headers: Record<string, string> = {},
): Promise<number | undefined> {
  const sending = request({ host: '127.0.0.1', port, method: 'POST', path, agent, headers });
  sending.on('error', () => {});
  for (let i = 0; i < pieces; i++) sending.write('x'.repeat(1000));
  sending.end();
  const [answer] = await once(sending, 'response');
  answer.resume();
  await once(answer, 'end');
  return answer.statusCode;
}

const hello = async (agent: Agent): Promise<number | undefined> => {
  const [answer] = await once(request({ host: '127.0.0.1', port, path: '/hello', agent }).end(), 'response');
  answer.resume();
  await once(answer, 'end');
  return answer.statusCode;
};

test.each([
  ['over the limit', '/bytes', {}, 413],
  ['to nowhere', '/nowhere', {}, 404],
  ['by a method that is not taken', '/hello', {}, 405],
  ['to a route that reads none', '/deaf', {}, 200],
  ['of another type', '/changes', { 'content-type': 'text/plain' }, 415],
  ['in a coding that nobody knows', '/bytes', { 'content-encoding': 'zstd' }, 415],
  ['from a page of another site', '/changes', { 'sec-fetch-site': 'cross-site' }, 403],
])(
  'a body %s is answered, and so is the next request of a client that keeps its connection',
  async (_, path, headers, status) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (const pieces of [2, 3000]) {
      expect(await sent(agent, path, pieces, headers)).toBe(status);
      expect(await hello(agent)).toBe(200);
    }
    agent.destroy();
  },
);

test('a body up to the limit keeps the connection', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ports = new Set<number | undefined>();
  for (let i = 0; i < 3; i++) {
    const sending = request({ host: '127.0.0.1', port, method: 'POST', path: '/bytes', agent });
    sending.end('x'.repeat(LIMIT));
    const [answer] = await once(sending, 'response');
    ports.add(answer.socket.localPort);
    answer.resume();
    await once(answer, 'end');
  }
  agent.destroy();
  expect(ports.size).toBe(1);
});

test('a body that does not end is cut off, after the answer', async () => {
  const socket = connect(port, '127.0.0.1');
  const heard: Buffer[] = [];
  socket.on('data', (chunk) => heard.push(chunk));
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => void socket.on('close', () => resolve()));
  socket.write('POST /bytes HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n');
  const piece = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  const more = (): void => {
    while (socket.writable && socket.write(piece));
    if (socket.writable) socket.once('drain', more);
  };
  more();
  await closed;
  expect(Buffer.concat(heard).toString()).toMatch(/^HTTP\/1.1 413 .*connection: close/is);
});

test('what is in flight when the end comes has its answer, and what comes then is sent elsewhere', async () => {
  let answerIt: () => void = () => {};
  const asked = new Promise<void>((resolve) => {
    answerIt = resolve;
  });
  let begun: () => void = () => {};
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const { server, end } = functionServer(async () => {
    begun();
    await asked;
    return json('late');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: own } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  const inFlight = once(request({ host: '127.0.0.1', port: own, agent }).end(), 'response');
  await hasBegun;
  const ended = end();
  answerIt();
  const [answer] = await inFlight;
  answer.resume();
  expect(answer.statusCode).toBe(200);
  await ended;
  agent.destroy();
});
