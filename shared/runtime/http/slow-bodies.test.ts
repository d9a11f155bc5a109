import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { slowBodies } from './slow-bodies.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function sending(read: (incoming: IncomingMessage) => void): Promise<Socket> {
  const paced = slowBodies({ everyMs: 50, bytes: 1000 });
  const server = createServer((incoming) => {
    incoming.on('error', () => {});
    paced.watch(incoming);
    read(incoming);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {});
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n');
  ends.push(
    paced.stop,
    () => server.closeAllConnections(),
    () => void server.close(),
    () => socket.destroy(),
  );
  return socket;
}

const each = (socket: Socket, bytes: number): void => {
  const timer = setInterval(() => socket.write(Buffer.alloc(bytes)), 10);
  ends.push(() => clearInterval(timer));
};

test.each([
  ['listens', (incoming: IncomingMessage) => void incoming.on('data', () => {})],
  ['iterates', async (incoming: IncomingMessage) => void (await incoming.toArray().catch(() => {}))],
])('who sends a byte at a time to one that %s is cut off', async (_, read) => {
  const socket = await sending(read);
  each(socket, 1);
  // The reset that it is cut off with is no failure of the wait.
  await new Promise((resolve) => socket.once('close', resolve));
});

test('who sends enough is not, nor who is waiting for us', async () => {
  let looks = 0;
  const busy = await sending((incoming) => void incoming.on('data', () => looks++));
  each(busy, 2000);
  const waiting = await sending(() => {});
  waiting.write(Buffer.alloc(100));
  while (looks < 30) await new Promise((resolve) => setTimeout(resolve, 10));
  expect([busy.destroyed, waiting.destroyed]).toEqual([false, false]);
});
