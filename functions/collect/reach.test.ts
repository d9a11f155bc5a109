/** Addresses that a name in the configuration must not lead to. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { isClosed, reach } from './reach.ts';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done)))));

test.each([
  ['169.254.169.254', true],
  ['169.255.0.1', false],
  ['[fe80::1]', true],
  ['febf::1', true],
  ['fec0::1', false],
  ['::ffff:169.254.169.254', true],
  ['::ffff:a9fe:a9fe', true],
  ['[fd00:ec2::254]', true],
  ['100.100.100.200', true],
  ['127.0.0.1', false],
  ['10.1.2.3', false],
  ['api.example.org', false],
])('%s is closed: %s', (address, expected) => {
  expect(isClosed(address)).toBe(expected);
});

test.each([
  'http://169.254.169.254/latest/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://[::ffff:a9fe:a9fe]/',
])('nobody is asked at %s, however it is written', async (url) => {
  await expect(reach(new URL(url), 1000)).rejects.toThrow('never asked');
});

test('a redirect is an answer, and is not followed', async () => {
  const server = createServer((_, response) => {
    response.writeHead(302, { location: 'http://169.254.169.254/' }).end('elsewhere');
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const answer = await reach(new URL(`http://127.0.0.1:${port}/data`), 5000);
  expect(answer.statusCode).toBe(302);
  answer.resume();
});
