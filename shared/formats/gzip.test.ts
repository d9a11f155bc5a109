import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzipped } from './gzip.ts';

const RATIO = 500;

async function unpacked(bytes: Buffer, size: number, ratio = RATIO): Promise<string> {
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const parts: Buffer[] = [];
  for await (const part of gunzipped(chunks(), ratio)) parts.push(part);
  return Buffer.concat(parts).toString();
}

const members = [gzipSync('hello '), gzipSync('world')];
const file = Buffer.concat(members);

describe.each([1, 7, 26, 1000])('in pieces of %i bytes', (size) => {
  it('several members are one file, and zeros may follow', async () => {
    expect(await unpacked(file, size)).toBe('hello world');
    expect(await unpacked(Buffer.concat([file, Buffer.alloc(512)]), size)).toBe('hello world');
  });

  it.each([
    ['cut off', file.subarray(0, -5)],
    ['cut in the second header', file.subarray(0, (members[0]?.length ?? 0) + 3)],
    ['going on as something else', Buffer.concat([file, Buffer.from('a,b\n1,2\n')])],
  ])('%s, it is refused', async (_, bytes) => {
    await expect(unpacked(bytes, size)).rejects.toThrow(/damaged or cut off/);
  });
});

it('what becomes hundreds of times as large is refused while it is unpacked', async () => {
  const bomb = gzipSync(Buffer.alloc(128 * 1024 ** 2));
  await expect(unpacked(bomb, 65_536)).rejects.toThrow(/more than 500 times as large/);
});

it('an error of the source stays as it is', async () => {
  // biome-ignore lint/correctness/useYield: it fails before
  async function* away(): AsyncGenerator<Buffer> {
    throw new Error('connect ECONNREFUSED');
  }
  await expect(gunzipped(away(), RATIO).next()).rejects.toThrow('connect ECONNREFUSED');
});
