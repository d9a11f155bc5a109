import { createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { Damaged, sealingWith } from './sealing.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const OTHER = Buffer.alloc(32, 8).toString('base64');
const content = Buffer.from('a row\n'.repeat(1000));

test.for([undefined, KEY])(
  'what is sealed comes back as it was, packed where that helps (key %s)',
  async (key) => {
    const sealing = sealingWith(key);
    for (const one of [content, Buffer.alloc(0), Buffer.from([1, 2, 3])]) {
      const name = sealing.nameOf(one);
      expect(await sealing.open(name, await sealing.seal(name, one))).toEqual(one);
    }
    const sealed = await sealing.seal(sealing.nameOf(content), content);
    expect(sealed.length).toBeLessThan(content.length / 10);
  },
);

test.for([undefined, KEY])('no bit of it can be changed, nor its end be cut off (key %s)', async (key) => {
  const sealing = sealingWith(key);
  const name = sealing.nameOf(content);
  const sealed = await sealing.seal(name, content);
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] as number) ^ 0x10;
    // Of gzip's own header some bytes mean nothing: then it is the content itself.
    const opened = await sealing.open(name, changed).catch((error: unknown) => error);
    if (Buffer.isBuffer(opened)) expect(opened).toEqual(content);
    else expect(opened).toBeInstanceOf(Damaged);
  }
  await expect(sealing.open(name, sealed.subarray(0, -1))).rejects.toThrow(Damaged);
  await expect(sealing.open(sealing.nameOf(Buffer.from('x')), sealed)).rejects.toThrow(Damaged);
});

test('with a key neither content nor name tells anything, and each time it is other bytes', async () => {
  const sealing = sealingWith(KEY);
  const name = sealing.nameOf(content);
  expect(name).not.toBe(createHash('sha256').update(content).digest('hex'));
  const [one, two] = [await sealing.seal(name, content), await sealing.seal(name, content)];
  expect(one.equals(two)).toBe(false);
  await expect(sealingWith(OTHER).open(name, one)).rejects.toThrow('the key is another');
});

test('it is AES-256-GCM, with keys by HKDF: another program can open it', async () => {
  const sealing = sealingWith(KEY);
  const small = Buffer.from('ab');
  const name = sealing.nameOf(small);
  const sealed = await sealing.seal(name, small);
  const key = Buffer.from(hkdfSync('sha256', Buffer.alloc(32, 7), '', 'marea backup content', 32));
  const open = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
  open.setAAD(Buffer.from(name)).setAuthTag(sealed.subarray(-16));
  expect(Buffer.concat([open.update(sealed.subarray(12, -16)), open.final()])).toEqual(Buffer.from('\0ab'));
});

test('a key of another length is refused', () => {
  expect(() => sealingWith('c2hvcnQ=')).toThrow('32 bytes');
});
