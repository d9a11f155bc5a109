import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { addressOf, NoSuchObject, s3 } from './objects.ts';

const keys = { accessKey: 'key', secretKey: 'secret' };

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a store that takes the request and says nothing is given up', async () => {
  const server = createServer(() => {});
  const endpoint = await listening(server);
  const store = s3({ endpoint, ...keys, silenceMs: 100 });
  await expect(store.read({ bucket: 'models', key: 'a' })).rejects.toThrow(/silent for 0.1 s|hang up/);
  server.closeAllConnections();
  server.close();
});

test('what is not there is told by its address', async () => {
  const server = createServer((_, response) => {
    response.writeHead(404, { 'content-type': 'application/xml' });
    response.end('<Error><Code>NoSuchKey</Code><Message>no</Message></Error>');
  });
  const endpoint = await listening(server);
  const missing = s3({ endpoint, ...keys }).read({ bucket: 'models', key: 'realtor/9/model.onnx' });
  await expect(missing).rejects.toThrow(NoSuchObject);
  await expect(missing).rejects.toThrow('no object s3://models/realtor/9/model.onnx');
  server.closeAllConnections();
  server.close();
});

test.each([
  'http://169.254.169.254/latest',
  's3://elsewhere/key',
  's3://models',
  's3://models/',
  's3://models/a/../b',
  's3://models//a',
  's3://MODELS/a',
  `s3://models/${'a'.repeat(901)}`,
])('%s is no address of ours', (uri) => {
  expect(() => addressOf(uri)).toThrow(/is no address in the platform/);
});

test('an address is a bucket of ours and a key', () => {
  expect(addressOf('s3://data-raw/realtor/a b/ü.csv')).toEqual({
    bucket: 'data-raw',
    key: 'realtor/a b/ü.csv',
  });
});
