/** The embedded object store as its clients, and strangers, find it. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Client } from 'minio';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Objects, startObjects } from '../objects.ts';
import type { AccessKey } from './guard.ts';

let data: string;
let store: Objects;
let client: Client;
const reader: AccessKey = {
  accessKey: 'predict',
  secretKey: 'of predict',
  policy: {
    Statement: [
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::models/*' },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: ['arn:aws:s3:::models'] },
      { Effect: 'Deny', Action: '*', Resource: 'arn:aws:s3:::models/access/*' },
    ],
  },
};

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'marea-objects-'));
  store = await startObjects(data, () => {}, { keys: [reader] });
  client = as(store);
});
afterAll(async () => {
  await store.stop();
  rmSync(data, { recursive: true });
});

function as({ accessKey, secretKey }: Pick<AccessKey, 'accessKey' | 'secretKey'>): Client {
  const { hostname, port } = new URL(store.endpoint);
  return new Client({
    endPoint: hostname,
    port: Number(port),
    useSSL: false,
    region: 'us-east-1',
    accessKey,
    secretKey,
    partSize: 5 * 1024 ** 2,
  });
}

async function textAt(key: string, by = client): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await by.getObject('models', key)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** As curl --path-as-is does: nothing of it is put right on the way. */
function raw(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<number> {
  const { hostname, port } = new URL(store.endpoint);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, method, path, headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

test('objects are put, listed, read in part, copied and removed, by whoever signs', async () => {
  const key = 'realtor/7/a b ü (1)=~.json';
  await client.putObject('models', key, '{"version":7}');
  expect(await textAt(key)).toBe('{"version":7}');
  const part = await client.getPartialObject('models', key, 1, 9);
  expect((await part.toArray()).join('')).toBe('"version"');
  await client.copyObject('models', 'copied', `/models/${key}`);
  expect(await textAt('copied')).toBe('{"version":7}');
  const listed = await client.listObjectsV2('models', '', true).toArray();
  expect(listed.map(({ name }) => name).sort()).toEqual(['copied', key].sort());
  await client.removeObjects('models', ['copied', key]);
  expect(await client.listObjectsV2('models', '', true).toArray()).toEqual([]);
});

test('an upload in parts is one object', async () => {
  const parts = [Buffer.alloc(5 * 1024 ** 2, 'marea'), Buffer.from('the rest')];
  const uploadID = await client.initiateNewMultipartUpload('models', 'parts', {});
  const etags = [];
  for (const [index, part] of parts.entries()) {
    const of = { bucketName: 'models', objectName: 'parts', uploadID, partNumber: index + 1, headers: {} };
    etags.push(await client.uploadPart(of, part));
  }
  await client.completeMultipartUpload('models', 'parts', uploadID, etags);
  expect(await textAt('parts')).toBe(Buffer.concat(parts).toString());
  await client.removeObject('models', 'parts');
});

test('parts of an upload that was given up are gone, and those that never came make no object', async () => {
  const uploads = join(data, 'objects', 'models', '._S3rver_uploads');
  const uploadID = await client.initiateNewMultipartUpload('models', 'given up', {});
  const of = { bucketName: 'models', objectName: 'given up', uploadID, partNumber: 1, headers: {} };
  const etag = await client.uploadPart(of, Buffer.from('half'));
  await expect(
    client.completeMultipartUpload('models', 'given up', uploadID, [etag, { part: 2, etag: 'never' }]),
  ).rejects.toThrow(/no such upload/);
  await client.abortMultipartUpload('models', 'given up', uploadID);
  expect(existsSync(join(uploads, uploadID))).toBe(false);
  await expect(client.completeMultipartUpload('models', 'given up', uploadID, [etag])).rejects.toThrow(
    /no such upload/,
  );
  await expect(client.statObject('models', 'given up')).rejects.toThrow();
});

test('one level of a bucket is listed with its folders, those too that have folders alone', async () => {
  const keys = ['0/r/a+b.txt', '0/r/100%.txt', '0/r/ü & <x>/deep/er/y.txt', '0/r/sub/z', '0/rest'];
  for (const key of keys) await client.putObject('datasets', key, key);
  const level = await client.listObjectsV2('datasets', '0/r/', false).toArray();
  expect(level.filter(({ prefix }) => prefix).map(({ prefix }) => prefix)).toEqual([
    '0/r/sub/',
    '0/r/ü & <x>/',
  ]);
  expect(level.filter(({ name }) => name).map(({ name, size }) => [name, size])).toEqual([
    ['0/r/100%.txt', 12],
    ['0/r/a+b.txt', 11],
  ]);
  const all = await client.listObjectsV2('datasets', '0/r', true).toArray();
  expect(all.map(({ name }) => name).sort()).toEqual([...keys].sort());
  expect(await client.listObjectsV2('datasets', '0/nothing/', false).toArray()).toEqual([]);
  expect(await client.listObjectsV2('datasets', '../models/', true).toArray().catch(String)).toMatch(
    /no key begins so/,
  );
  await client.removeObjects('datasets', keys);
});

test('a long list comes in pages, each name once', async () => {
  const names = Array.from({ length: 1500 }, (_, index) => String(index).padStart(4, '0'));
  const folder = join(data, 'objects', 'datasets', 'many');
  for (const [index, name] of names.entries()) {
    const at = index % 2 === 0 ? folder : join(folder, name);
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, `${name}._S3rver_object`), 'x');
  }
  const level = await client.listObjectsV2('datasets', 'many/', false).toArray();
  expect(level.map(({ name, prefix }) => name ?? prefix).sort()).toEqual(
    names.map((name, index) => (index % 2 === 0 ? `many/${name}` : `many/${name}/`)),
  );
  expect(await client.listObjectsV2('datasets', 'many/', true).toArray()).toHaveLength(1500);
  rmSync(folder, { recursive: true });
});

test('a presigned address is for what it was made for, and says no more', async () => {
  await client.putObject('models', 'signed', 'for you');
  const url = await client.presignedGetObject('models', 'signed', 60);
  expect(await (await fetch(url)).text()).toBe('for you');
  expect((await fetch(url.replace('signed?', 'other?'))).status).toBe(403);
  expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
  expect((await fetch(`${url}&x-amz-copy-source=/models/signed`)).status).not.toBe(200);
  await client.removeObject('models', 'signed');
});

test('without a signature nothing is told, taken or removed', async () => {
  await client.putObject('models', 'kept', 'here');
  const form = { 'content-type': 'multipart/form-data; boundary=x' };
  const posted =
    '--x\r\nContent-Disposition: form-data; name="key"\r\n\r\nevil\r\n--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--x--\r\n';
  for (const [method, path, headers, body] of [
    ['GET', '/', {}, ''],
    ['GET', '/models', {}, ''],
    ['GET', '/models/kept', {}, ''],
    ['HEAD', '/models/kept', {}, ''],
    ['PUT', '/models/evil', {}, 'x'],
    ['DELETE', '/models/kept', {}, ''],
    ['POST', '/models?delete', {}, '<Delete><Object><Key>kept</Key></Object></Delete>'],
    ['GET', '/models/kept', { authorization: `AWS ${store.accessKey}:x` }, ''],
    [
      'GET',
      '/models/kept',
      { authorization: `AWS4-HMAC-SHA256 Credential=${store.accessKey}/20260101/us-east-1/s3/aws4_request` },
      '',
    ],
  ] as const)
    expect([method, path, await raw(method, path, headers, body)]).toEqual([
      method,
      path,
      expect.toSatisfy((status: number) => status === 403 || status === 400),
    ]);
  expect(await raw('POST', '/models', form, posted)).toBe(501);
  expect(await textAt('kept')).toBe('here');
  expect(await client.listObjectsV2('models', '', true).toArray()).toHaveLength(1);
  await client.removeObject('models', 'kept');
});

test('a page of a browser, or a name that leads here, is turned away before all else', async () => {
  const url = new URL(await client.presignedGetObject('models', 'x', 60));
  const path = url.pathname + url.search;
  expect(await raw('GET', path, { origin: 'http://evil.example.com' })).toBe(403);
  expect(await raw('GET', path, { 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await raw('GET', path, { host: 'evil.example.com' })).toBe(421);
});

test.each([
  '/models/../../../x',
  '/models/a/../../x',
  '/models/%2e%2e/%2e%2e/x',
  '/models/..%2f..%2f..%2fx',
  '/../x/y',
  '/models/.',
])('%s leads nowhere', async (path) => {
  expect(await raw('PUT', path, { 'content-length': '1' }, 'x')).toBe(400);
  expect(existsSync(join(data, 'x._S3rver_object'))).toBe(false);
  expect(readdirSync(data).sort()).toEqual(['objects', 'objects.drafts', 'objects.keys.json']);
});

test('a body that names keys cannot lead out of the bucket either', async () => {
  await expect(client.removeObjects('models', ['../../objects.keys.json'])).rejects.toThrow();
  expect(existsSync(join(data, 'objects.keys.json'))).toBe(true);
});

test('a key with a policy may what that says, and no more', async () => {
  await client.putObject('models', 'realtor/1/model.onnx', 'model');
  await client.putObject('models', 'access/keys.json', 'keys');
  const predict = as(reader);
  expect(await textAt('realtor/1/model.onnx', predict)).toBe('model');
  expect(await predict.listObjectsV2('models', 'realtor', true).toArray()).toHaveLength(1);
  const denied = /may not/;
  await expect(predict.putObject('models', 'realtor/1/model.onnx', 'other')).rejects.toThrow(denied);
  await expect(predict.removeObject('models', 'realtor/1/model.onnx')).rejects.toThrow(denied);
  await expect(predict.removeObjects('models', ['realtor/1/model.onnx'])).rejects.toThrow(denied);
  await expect(predict.copyObject('models', 'x', '/datasets/x')).rejects.toThrow(denied);
  await expect(textAt('access/keys.json', predict)).rejects.toThrow(denied);
  await expect(predict.getObject('datasets', 'x')).rejects.toThrow(denied);
  await expect(predict.listBuckets()).rejects.toThrow(denied);
  await expect(as({ ...reader, secretKey: 'guessed' }).statObject('models', 'x')).rejects.toThrow();
});

test('an upload that breaks off leaves the object as it was, and nothing half', async () => {
  await client.putObject('models', 'whole', 'as it was');
  const { hostname, port } = new URL(store.endpoint);
  const url = new URL(await client.presignedPutObject('models', 'whole', 60));
  const asked = request({
    hostname,
    port,
    method: 'PUT',
    path: url.pathname + url.search,
    headers: { 'content-length': 1000 },
  });
  asked.on('error', () => {});
  await new Promise<void>((resolve) => asked.write('half', () => resolve()));
  while (readdirSync(join(data, 'objects.drafts')).length === 0)
    await new Promise((resolve) => setImmediate(resolve));
  asked.destroy();
  while (readdirSync(join(data, 'objects.drafts')).length > 0)
    await new Promise((resolve) => setImmediate(resolve));
  expect(await textAt('whole')).toBe('as it was');
});

test('a body that is not the one that was signed is not stored', async () => {
  await client.putObject('models', 'signed', 'right');
  const put = client as unknown as { makeRequestStreamAsync: Client['makeRequestStreamAsync'] };
  const of = {
    method: 'PUT' as const,
    bucketName: 'models',
    objectName: 'signed',
    headers: { 'content-length': '5' },
  };
  const sha256 = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072';
  await expect(
    put.makeRequestStreamAsync(of, Readable.from(['wrong']), sha256, [200], 'us-east-1'),
  ).rejects.toThrow(/not the one that was signed/);
  expect(await textAt('signed')).toBe('right');
});
