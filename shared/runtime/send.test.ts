import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { type Received, send } from './send.ts';

const post = (
  url: string,
  headers: Record<string, string>,
  body: string,
  timeoutMs: number,
): Promise<Received> => send(url, { method: 'POST', headers, body, timeoutMs });

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

async function listening(answer: RequestListener): Promise<string> {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/path?x=1`;
}

test('sends headers and body as they are, and gives status and text of the answer', async () => {
  const url = await listening(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { 'ce-id': id, 'content-length': length } = request.headers;
    const told = { url: request.url, id, length, body: Buffer.concat(chunks).toString('utf8') };
    response.writeHead(418).end(JSON.stringify(told));
  });
  const body = `ü${'x'.repeat(300_000)}`;
  const { status, text } = await post(url, { 'ce-id': '7' }, body, 5000);
  expect(status).toBe(418);
  expect(JSON.parse(text)).toEqual({ url: '/path?x=1', id: '7', length: '300002', body });
});

test('keeps the connection for the next', async () => {
  const ports = new Set<number | undefined>();
  const url = await listening((request, response) => {
    ports.add(request.socket.remotePort);
    request.resume().on('end', () => response.writeHead(202).end());
  });
  for (let i = 0; i < 3; i++) expect((await post(url, {}, '', 5000)).status).toBe(202);
  expect(ports.size).toBe(1);
});

test('a kept connection that the other side has closed is replaced by a new one', async () => {
  let requests = 0;
  const url = await listening((request, response) => {
    requests += 1;
    if (requests === 2) request.socket.destroy();
    else request.resume().on('end', () => response.writeHead(202).end());
  });
  await post(url, {}, 'first', 5000);
  expect((await post(url, {}, 'second', 5000)).status).toBe(202);
  expect(requests).toBe(3);
});

test('a new connection that is closed is a failure, and so is one that there is not', async () => {
  const url = await listening((request) => request.socket.destroy());
  await expect(post(url, {}, 'x', 5000)).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect(post('http://127.0.0.1:9/', {}, 'x', 5000)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('an answer that does not come, or does not end, is waited for no longer than told', async () => {
  const url = await listening((request, response) => {
    if (request.headers['x-begin']) response.writeHead(200).write('begun');
  });
  await expect(post(url, {}, 'x', 50)).rejects.toMatchObject({ message: 'no answer within 0.05 s' });
  await expect(post(url, { 'x-begin': '1' }, 'x', 50)).rejects.toMatchObject({
    message: 'no answer within 0.05 s',
  });
});

test('the Host header is the one that is given', async () => {
  const url = await listening((request, response) => void response.end(request.headers.host));
  expect((await send(url, { headers: { host: 'canary.example' }, timeoutMs: 5000 })).text).toBe(
    'canary.example',
  );
});

test('an answer is read up to a limit', async () => {
  const url = await listening((_, response) => void response.end('x'.repeat(1000)));
  expect((await send(url, { timeoutMs: 5000, limit: 1000 })).text).toHaveLength(1000);
  await expect(send(url, { timeoutMs: 5000, limit: 999 })).rejects.toThrow('larger than 999 bytes');
});

test("what stays within the platform carries the embedded one's token; nothing else does", async () => {
  const url = await listening((request, response) =>
    response.end(String(request.headers['x-marea-platform'])),
  );
  vi.stubEnv('PLATFORM_TOKEN', 'of the platform');
  expect((await send(url, { timeoutMs: 5000, within: true })).text).toBe('of the platform');
  expect((await send(url, { timeoutMs: 5000 })).text).toBe('undefined');
});
