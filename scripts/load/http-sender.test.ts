/** The sender on real sockets: what it counts, and how many connections it opens. */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { machineClock } from './clock.ts';
import { closedLoop } from './closed-loop.ts';
import { type HttpSender, httpSender, type LoadRequest } from './http-sender.ts';
import { openLoop } from './open-loop.ts';
import { recorderFrom } from './recorder.ts';

const open: (Server | HttpSender)[] = [];
afterEach(() => {
  for (const one of open.splice(0)) {
    one.close();
    if ('closeAllConnections' in one) one.closeAllConnections();
  }
});

async function serving(listener: RequestListener): Promise<{ url: URL; server: Server }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  open.push(server);
  await once(server, 'listening');
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), server };
}

function sending(url: URL, timeoutMs = 10_000): HttpSender {
  const sender = httpSender(url, timeoutMs);
  open.push(sender);
  return sender;
}

const question: LoadRequest = {
  method: 'POST',
  path: '/predict?x=1',
  headers: { 'content-type': 'application/json', 'content-length': '8' },
  body: '{"a": 1}',
  isRight: (text) => text.includes('"price":'),
};

describe('an answer', () => {
  const outcomeOf = async (listener: RequestListener, timeoutMs?: number) =>
    await sending((await serving(listener)).url, timeoutMs).send(question);

  test('is right when it is a 2xx with what was asked for', async () => {
    const seen: string[] = [];
    const outcome = await outcomeOf(async (request, response) => {
      let body = '';
      for await (const piece of request) body += piece;
      seen.push(`${request.method} ${request.url} ${request.headers['content-type']} ${body}`);
      response.end('{"price":1}');
    });
    expect(outcome).toBeUndefined();
    expect(seen).toEqual(['POST /predict?x=1 application/json {"a": 1}']);
  });

  test('is wrong when it is a 2xx with something else', async () => {
    expect(await outcomeOf((_, response) => void response.end('{}'))).toBe('wrong answer');
  });

  test('is told by its status when that is no 2xx', async () => {
    expect(await outcomeOf((_, response) => void response.writeHead(503).end('{"price":1}'))).toBe('503');
  });

  test('that is cut off is no answer', async () => {
    const outcome = await outcomeOf((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"price":1');
      setImmediate(() => (response.socket as Socket).destroy());
    });
    expect(outcome).toBe('ECONNRESET');
  });

  test('that does not come in time is given up', async () => {
    expect(await outcomeOf(() => {}, 100)).toBe('timeout');
  });

  test('of nobody is told by the code of the error', async () => {
    const { url, server } = await serving(() => {});
    server.close();
    await once(server, 'close');
    expect(await sending(url).send(question)).toBe('ECONNREFUSED');
  });
});

describe('a run', () => {
  const DELAYS = [1, 5, 20, 60];

  /** Answers after each of the delays in turn, and counts. */
  async function delayed() {
    let answered = 0;
    let sockets = 0;
    let most = 0;
    const { url, server } = await serving((request, response) => {
      const delay = DELAYS[answered++ % DELAYS.length];
      request.resume();
      setTimeout(() => response.end('{"price":1}'), delay);
    });
    server.on('connection', (socket: Socket) => {
      sockets++;
      most = Math.max(most, sockets);
      socket.on('close', () => sockets--);
    });
    return { url, counted: () => ({ answered, most }) };
  }

  const recording = () => ({ recorder: recorderFrom(machineClock.now(), 1), clock: machineClock });

  test('at a constant rate sends each request once, over no more connections than it may', async () => {
    const { url, counted } = await delayed();
    const sender = sending(url);
    const { recorder, clock } = recording();
    const send = () => sender.send(question);
    const phases = [{ rate: 100, seconds: 2 }];
    await openLoop({ phases, connections: 8, patienceMs: 30_000, send, recorder, clock });
    const { latency, service, ...measured } = recorder.measured();
    expect(measured).toMatchObject({ asked: 200, answered: 200, failed: 0, dropped: 0 });
    expect(counted().answered).toBe(200);
    expect(counted().most).toBeLessThanOrEqual(8);
    // Each quarter of the requests takes at least one of the delays; timers may be a millisecond early.
    expect(service.p50).toBeGreaterThanOrEqual(4);
    expect(service.p75).toBeGreaterThanOrEqual(19);
    expect(service.p90).toBeGreaterThanOrEqual(59);
    expect(latency.p90).toBeGreaterThanOrEqual(service.p90);
  });

  test('of connections that wait for their answers keeps as many open as it has', async () => {
    const { url, counted } = await delayed();
    const sender = sending(url);
    const { recorder, clock } = recording();
    const send = () => sender.send(question);
    await closedLoop({ connections: 5, seconds: 1, restMs: 0, send, recorder, clock });
    const { asked, answered } = recorder.measured();
    expect(answered).toBe(asked);
    expect(counted()).toEqual({ answered: asked, most: 5 });
  });
});
