import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startObjects } from '../../scripts/platform/stores/objects.ts';
import { NoSuchObject, s3 } from './objects.ts';

test('what has not changed is not read again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'marea-conditional-'));
  const server = await startObjects(folder, () => {});
  try {
    const store = s3(server);
    const address = { bucket: 'models', key: 'a/b.json' } as const;
    await expect(store.readUnless(address, undefined)).rejects.toThrow(NoSuchObject);
    await store.put(address, 'one');
    const first = await store.readUnless(address, undefined);
    expect(String(first?.body)).toBe('one');
    expect(first?.etag).toEqual(expect.any(String));
    expect(await store.readUnless(address, first?.etag)).toBeUndefined();
    await store.put(address, 'two');
    expect(String((await store.readUnless(address, first?.etag))?.body)).toBe('two');
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
