/** Senders that take their time, and bodies that nobody reads to their end. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { config, service } from '../../../tests/beds/manifests.ts';
import { call, type Testbed, testbed, until } from '../../../tests/beds/platform.ts';
import { held, Slow } from './held.ts';

let bed: Testbed | undefined;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await bed?.stop();
  bed = undefined;
});

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

const heard = (socket: Socket): (() => string) => {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  return () => text;
};

test('of a pod that takes one request at a time 140 slow senders take no place', async () => {
  bed = await testbed([config, service('predict', { concurrency: 1 })], { machineScale: 1 });
  const { url } = bed.platform;
  expect((await call(`${url}/services/predict/who`)).status).toBe(200);
  const slow = await Promise.all(Array.from({ length: 140 }, () => connected(Number(new URL(url).port))));
  for (const socket of slow)
    socket.write('POST /services/predict/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{');
  for (let asked = 0; asked < 20; asked++) {
    for (const socket of slow) socket.write(' ');
    const { status, body } = await call(`${url}/services/predict/echo`, { method: 'POST', body: 'quick' });
    expect({ status, body }).toEqual({ status: 200, body: 'quick' });
  }
  expect(bed.platform.pods('predict')).toMatchObject([{ inFlight: 0 }]);
  // Who does send it all has an answer.
  const [last] = slow;
  if (!last) throw new Error('none');
  const said = heard(last);
  last.write(' '.repeat(79));
  await until(() => said().includes('HTTP/1.1 200'));
});

test('a body that does not come in time is given up, one that has begun well is not waited for here', async () => {
  const outcomes: unknown[] = [];
  const server = createServer((request: IncomingMessage) => {
    held(request, { bytes: 10, withinMs: 200 }).then(
      ({ bytes, isAll }) => outcomes.push([bytes.toString(), isAll]),
      (error: Error) => outcomes.push(error),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const send = async (text: string): Promise<void> => {
    const socket = await connected((server.address() as AddressInfo).port);
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n${text}`);
  };
  await send('0123456789');
  await until(() => outcomes.length === 1);
  await send('01234567890123456789');
  await until(() => outcomes.length === 2);
  await send('0');
  await until(() => outcomes.length === 3);
  expect(outcomes.slice(0, 2)).toEqual([
    ['0123456789', false],
    ['01234567890123456789', false],
  ]);
  expect(outcomes[2]).toBeInstanceOf(Slow);
  server.closeAllConnections();
  server.close();
});

test('after an answer that did not wait for a large chunked body the connection is closed or free, never stuck', async () => {
  bed = await testbed([config, service('hello')]);
  await call(`${bed.platform.url}/services/hello/who`);
  const socket = await connected(Number(new URL(bed.platform.url).port));
  const said = heard(socket);
  let isClosed = false;
  socket.on('close', () => {
    isClosed = true;
  });
  socket.write(
    'POST /services/hello/early HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n',
  );
  const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
  for (let sent = 0; sent < 40; sent++) socket.write(chunk);
  await until(() => said().includes('HTTP/1.1 413'));
  socket.write('0\r\n\r\nGET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await until(() => isClosed || said().includes('"healthy"'));
});
