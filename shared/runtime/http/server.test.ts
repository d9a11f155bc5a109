/** What a connection goes through: over real sockets, with clients that keep them and clients that send too much. */
import { once } from 'node:events';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveRoutes } from '../function.ts';
import { json } from './http.ts';
import { type FunctionServer, functionServer } from './server.ts';

const LIMIT = 1000;
const LARGE = 'price '.repeat(20_000);
let served: FunctionServer;
let port = 0;

beforeAll(async () => {
  process.env.LOG_LEVEL = 'silent';
  const { handle } = serveRoutes('sizes', {
    'GET /hello': { needs: 'view', about: 'all', handle: () => json('hello') },
    'POST /bytes': {
      needs: 'predict',
      about: 'all',
      body: 'bytes',
      limit: LIMIT,
      handle: (_, body) => json(body.length),
    },
    'GET /large': { needs: 'view', about: 'all', handle: () => json(LARGE) },
    'GET /streamed': {
      needs: 'view',
      about: 'all',
      handle: () => ({
        status: 200,
        headers: { 'content-type': 'application/x-ndjson', vary: 'Origin' },
        body: Readable.from(['1\n', '2\n']),
      }),
    },
    'POST /deaf': { needs: 'predict', about: 'all', handle: () => json('whatever you say') },
    'POST /changes': { needs: 'operate', about: 'all', body: 'object', handle: () => json('changed') },
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

/** As it comes on the wire. */
async function fetched(
  path: string,
  accepts?: string,
): Promise<{ headers: IncomingHttpHeaders; bytes: Buffer }> {
  const headers = accepts === undefined ? {} : { 'accept-encoding': accepts };
  const [answer] = await once(request({ host: '127.0.0.1', port, path, headers }).end(), 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return { headers: answer.headers, bytes: Buffer.concat(chunks) };
}

test.each(['gzip', 'deflate, gzip;q=0.8, *', 'br, x-gzip'])(
  'a large answer and a stream go as gzip to a client that takes "%s"',
  async (accepts) => {
    const large = await fetched('/large', accepts);
    expect(large.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect(large.bytes.length).toBeLessThan(LARGE.length / 10);
    expect(JSON.parse(gunzipSync(large.bytes).toString())).toBe(LARGE);
    const streamed = await fetched('/streamed', accepts);
    expect(streamed.headers.vary).toBe('Origin, Accept-Encoding');
    expect(gunzipSync(streamed.bytes).toString()).toBe('1\n2\n');
  },
);

test.each([undefined, 'identity', 'br', 'gzip;q=0', 'gzip;q=0.0, br', 'gzipped'])(
  'it goes as it is to a client that takes %j',
  async (accepts) => {
    const { headers, bytes } = await fetched('/large', accepts);
    expect([headers['content-encoding'], JSON.parse(bytes.toString())]).toEqual([undefined, LARGE]);
    expect((await fetched('/streamed', accepts)).bytes.toString()).toBe('1\n2\n');
  },
);

test('a small answer goes as it is', async () => {
  expect((await fetched('/hello', 'gzip')).bytes.toString()).toBe('"hello"');
});

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

test('a request of more headers than Node keeps is refused: the last would be dropped, with what they say', async () => {
  const asked = (count: number): Promise<string> =>
    new Promise((resolve) => {
      const chunks: Buffer[] = [];
      const socket = connect(port, '127.0.0.1');
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
      const many = Array.from({ length: count }, (_, i) => `x-${i}: y\r\n`).join('');
      socket.write(
        `POST /changes HTTP/1.1\r\nhost: m\r\ncontent-type: application/json\r\n${many}` +
          'origin: https://elsewhere.example\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}',
      );
    });
  expect(await asked(10)).toMatch(/^HTTP\/1.1 403 /);
  for (const count of [300, 1005]) expect(await asked(count)).toMatch(/^HTTP\/1.1 431 .*200 headers/s);
});
