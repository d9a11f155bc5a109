/** The snapshot of the API keys is mended, on a real Postgres and a real object store. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createKey } from '../../shared/access/key-changes.ts';
import { ANYBODY } from '../../shared/access/principal.ts';
import { isPublished, SNAPSHOT_ADDRESS } from '../../shared/access/publish.ts';
import { unsealed, verifyingHalf, verifyingKey } from '../../shared/access/snapshot.ts';
import { eventRequest, ping } from '../../tests/http-request.ts';
import { startStage, type TestStage } from '../../tests/stage.ts';

const seed = Buffer.alloc(32, 3).toString('base64');
let reconcile: TestStage;
beforeAll(async () => {
  reconcile = await startStage('reconcile', () => import('./index.ts'), { ACCESS_SIGNING_KEY: seed });
});
afterAll(() => reconcile.stop());
beforeEach(async () => {
  const { sql } = reconcile.services;
  await sql`truncate marea.keys`;
  const wish = { name: 'root', roles: ['admin'], datasets: '*', expiresAt: null, force: false } as const;
  await sql.begin((tx) => createKey(tx, wish, ANYBODY));
});

const names = async (): Promise<string[]> => {
  const bytes = await reconcile.services.objects.read(SNAPSHOT_ADDRESS);
  return unsealed(bytes.toString(), verifyingKey(verifyingHalf(seed))).keys.map(({ name }) => name);
};

test('the clock’s pass publishes what is not, and mends what was spoilt', async () => {
  const { objects } = reconcile.services;
  expect((await reconcile.handle(ping())).status).toBe(204);
  expect(await names()).toEqual(['root']);
  await objects.put(SNAPSHOT_ADDRESS, 'spoilt');
  expect((await reconcile.handle(ping())).status).toBe(204);
  expect(await names()).toEqual(['root']);
  await objects.removeAll('models', 'access/');
  expect((await reconcile.handle(ping())).status).toBe(204);
  expect(await names()).toEqual(['root']);
});

test('told that work is owed, it stays until the keys are published', async () => {
  const { services, handle } = reconcile;
  const store = (await import('../../shared/runtime/resources.ts')).objects();
  const { put } = store;
  let tries = 0;
  const away = async () => {
    tries += 1;
    // Back at the second try.
    if (tries === 1) Object.assign(store, { put });
    throw new Error('away');
  };
  Object.assign(store, { put: away });
  const told = eventRequest(
    { id: crypto.randomUUID(), source: '/marea/console', type: 'dev.marea.work.owed' },
    {},
  );
  expect((await handle(told)).status).toBe(204);
  expect(tries).toBe(1);
  expect(await isPublished(services.sql, services.objects, seed)).toBe(true);
}, 30_000);
