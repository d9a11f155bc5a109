/** Streams into a real store: whatever their length, whole or not at all. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Objects, startObjects } from '../../scripts/platform/stores/objects.ts';
import { NoSuchObject, type ObjectStore, s3 } from './objects.ts';
import { PART_BYTES } from './upload.ts';

let folder: string;
let server: Objects;
let store: ObjectStore;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'marea-upload-'));
  server = await startObjects(folder, () => {});
  store = s3(server);
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const at = (key: string) => ({ bucket: 'artifacts', key }) as const;
const MIB = 1024 ** 2;

/** Pieces of 64 KiB, as sockets give them, each other bytes. */
function* pieces(bytes: number): Generator<Buffer> {
  for (let sent = 0, turn = 0; sent < bytes; sent += 64 * 1024, turn++)
    yield Buffer.alloc(Math.min(64 * 1024, bytes - sent), turn % 251);
}

const digestOf = (source: Iterable<Buffer>): string => {
  const hash = createHash('sha256');
  for (const piece of source) hash.update(piece);
  return hash.digest('hex');
};

const digestAt = async (key: string): Promise<string> => digestOf([await store.read(at(key))]);

test.each([
  ['of known length', 3 * MIB + 7, 3 * MIB + 7],
  ['that says its length is none', 0, 0],
  ['of unknown length, that is empty', 0, undefined],
  ['of unknown length, in one part', 12_345, undefined],
  ['of unknown length, a whole part', PART_BYTES, undefined],
  ['of unknown length, in parts', 2 * PART_BYTES + 5, undefined],
])('a stream %s becomes an object', async (name, bytes, known) => {
  await store.put(at(name), Readable.from(pieces(bytes)), known);
  expect(await store.size(at(name))).toBe(bytes);
  expect(await digestAt(name)).toBe(digestOf(pieces(bytes)));
});

async function* breaking(bytes: number): AsyncGenerator<Buffer> {
  yield* pieces(bytes);
  throw new Error('the sender hung up');
}

test.each([
  ['known', PART_BYTES, 2 * PART_BYTES],
  ['unknown', PART_BYTES + MIB, undefined],
])(
  'a stream of %s length that breaks off leaves the object as it was, and nothing half',
  async (name, sent, known) => {
    const key = `broken ${name}`;
    await store.put(at(key), 'as it was');
    await expect(store.put(at(key), Readable.from(breaking(sent)), known)).rejects.toThrow(
      'the sender hung up',
    );
    expect(String(await store.read(at(key)))).toBe('as it was');
    await expect.poll(() => readdirSync(join(folder, 'objects.drafts'))).toEqual([]);
    await expect
      .poll(() =>
        readdirSync(join(folder, 'objects', 'artifacts')).filter((entry) => entry.includes('uploads')),
      )
      .toSatisfy((found: string[]) =>
        found.every((entry) => readdirSync(join(folder, 'objects', 'artifacts', entry)).length === 0),
      );
  },
);

test.each([
  ['fewer', 10, 11],
  ['more', 11, 10],
])(
  '%s bytes than were told are refused, and the source is still there to be read on',
  async (name, sent, told) => {
    const source = Readable.from(pieces(sent));
    await expect(store.put(at(name), source, told)).rejects.toThrow(`${sent} bytes came of ${told}`);
    expect(await store.size(at(name))).toBeUndefined();
  },
);

test('what the store says against it is told', async () => {
  const refusing = createServer((_, response) => {
    response.writeHead(507, { connection: 'close' });
    response.end('<Error><Code>InsufficientStorage</Code><Message>the disk is full</Message></Error>');
  });
  await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`;
  const full = s3({ endpoint, accessKey: 'key', secretKey: 'secret' });
  await expect(full.put(at('x'), Readable.from(pieces(100)), 100)).rejects.toThrow(
    'answered 507 to PUT artifacts/x: the disk is full',
  );
  refusing.closeAllConnections();
  refusing.close();
});

test('an object is opened whole and in part, with its length', async () => {
  await store.put(at('opened'), '0123456789');
  const whole = await store.open(at('opened'));
  expect([whole.bytes, Buffer.concat(await whole.body.toArray()).toString()]).toEqual([10, '0123456789']);
  const part = await store.open(at('opened'), { start: 3, end: 5 });
  expect([part.bytes, Buffer.concat(await part.body.toArray()).toString()]).toEqual([3, '345']);
  await expect(store.open(at('nowhere'))).rejects.toThrow(NoSuchObject);
});

test('a folder is one level, by name, with sizes', async () => {
  for (const key of ['f/b', 'f/a b/c', 'f/ü+%', 'fx']) await store.put(at(key), key);
  expect(await store.children('artifacts', 'f/', 10)).toEqual([
    { name: 'a b' },
    { name: 'b', bytes: 3 },
    { name: 'ü+%', bytes: 6 },
  ]);
  expect(await store.children('artifacts', 'f/', 1)).toHaveLength(2);
  await store.remove(at('f/b'));
  await store.remove(at('f/b'));
  expect(await store.size(at('f/b'))).toBeUndefined();
});
