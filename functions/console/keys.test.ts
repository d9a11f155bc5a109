/** API keys and the audit, as the console answers for them: on a real Postgres and a real object store. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AuditRow, verifyChain } from '../../shared/access/chain.ts';
import { isSecretOf, parseKeyText } from '../../shared/access/key-text.ts';
import { ANYBODY, type Principal } from '../../shared/access/principal.ts';
import { SNAPSHOT_ADDRESS } from '../../shared/access/publish.ts';
import { unsealed, verifyingHalf, verifyingKey } from '../../shared/access/snapshot.ts';
import type { Key } from '../../shared/api/keys.ts';
import { letter, promotedBatch, SEED, startConsole, type TestConsole } from '../../tests/console.ts';
import { jsonRequest } from '../../tests/http-request.ts';

let marea: TestConsole;
beforeAll(async () => {
  marea = await startConsole();
});
afterAll(() => marea.stop());
beforeEach(async () => {
  await marea.clear();
  await marea.services.sql`truncate marea.keys`;
});

const admin = { name: 'root', roles: ['admin'], datasets: '*' };
const ci = { name: 'ci', roles: ['caller', 'viewer'], datasets: ['realtor'] };

const create = async (wish: object, status = 201) =>
  (await marea.post('/api/keys', wish, status)) as unknown as { key: Key; text: string; published: boolean };
const published = async () =>
  unsealed(
    (await marea.services.objects.read(SNAPSHOT_ADDRESS)).toString(),
    verifyingKey(verifyingHalf(SEED)),
  ).keys;
const newest = async (): Promise<AuditRow> => {
  const { rows } = await marea.get('/api/audit?limit=1');
  return (rows as AuditRow[])[0] as AuditRow;
};
const told = () => marea.pipeline.events.filter(({ type }) => type === 'dev.marea.change.recorded');

describe('a key', () => {
  test('is told once when it is made, and is published when it is answered', async () => {
    await create(admin);
    const { key, text } = await create(ci);
    expect(key).toMatchObject({ ...ci, expiresAt: null, createdBy: 'anybody', lastUsedAt: null });
    const known = (await published()).find(({ id }) => id === key.id);
    expect(isSecretOf(parseKeyText(text)?.secret ?? '', known?.hash ?? '')).toBe(true);
    const { keys } = await marea.get('/api/keys');
    expect((keys as Key[]).map(({ name }) => name)).toEqual(['ci', 'root']);
    expect(JSON.stringify(keys)).not.toContain(parseKeyText(text)?.secret);
  });

  test('gets a new secret, and is revoked with a reason; each counts when it is answered', async () => {
    await create(admin);
    const { key, text } = await create(ci);
    const rotated = (await marea.post(`/api/keys/${key.id}/rotate`)) as unknown as { text: string };
    expect(parseKeyText(rotated.text)?.id).toBe(key.id);
    const known = (await published()).find(({ id }) => id === key.id);
    expect(isSecretOf(parseKeyText(text)?.secret ?? '', known?.hash ?? '')).toBe(false);
    await marea.post(`/api/keys/${key.id}/revoke`, {}, 422);
    await marea.post(`/api/keys/${key.id}/revoke`, { reason: 'lost' });
    expect((await published()).map(({ name }) => name)).toEqual(['root']);
    const { keys } = await marea.get('/api/keys?ended=true');
    expect((keys as Key[])[0]).toMatchObject({ revokedBy: 'anybody', revokedAt: expect.any(String) });
  });

  test('is in the audit as what was done to it, never with its secret', async () => {
    await create(admin);
    const { key, text } = await create({ ...ci, reason: 'for the builds' });
    expect(await newest()).toMatchObject({
      action: 'key.created',
      target: key.id,
      reason: 'for the builds',
      subject: 'anybody',
      details: ci,
    });
    await marea.post(`/api/keys/${key.id}/rotate`);
    expect(await newest()).toMatchObject({ action: 'key.rotated', target: key.id });
    await marea.post(`/api/keys/${key.id}/revoke`, { reason: 'lost' });
    expect(await newest()).toMatchObject({ action: 'key.revoked', target: key.id, reason: 'lost' });
    expect(JSON.stringify(await marea.get('/api/audit'))).not.toContain(parseKeyText(text)?.secret);
  });

  test('that nobody is left to make others is refused, but for who insists', async () => {
    expect(await create(ci, 409)).toMatchObject({
      error: expect.stringContaining('the first key has to have role admin'),
    });
    expect(await marea.services.sql`select from marea.keys`).toEqual([]);
    const { key } = await create(admin);
    await marea.post(`/api/keys/${key.id}/revoke`, { reason: 'x' }, 409);
    await marea.post(`/api/keys/${key.id}/revoke`, { reason: 'x', force: true });
    await marea.post(`/api/keys/${key.id}/revoke`, { reason: 'x', force: true }, 409);
  });

  test('is made though it cannot be published at once: that is said, and reconcile is told', async () => {
    await create(admin);
    const { objects } = await import('../../shared/runtime/resources.ts');
    const store = objects();
    const put = store.put;
    Object.assign(store, { put: () => Promise.reject(new Error('away')) });
    try {
      const { key, text, published: isThere } = await create(ci);
      expect([isThere, parseKeyText(text)?.id]).toEqual([false, key.id]);
    } finally {
      Object.assign(store, { put });
    }
    expect(marea.pipeline.events.map(({ type }) => type)).toContain('dev.marea.work.owed');
    expect((await published()).map(({ name }) => name)).toEqual(['root']);
  });

  test.each([
    [{ ...ci, name: '' }, 'needs a name'],
    [{ ...ci, name: 'x'.repeat(101) }, 'needs a name'],
    [{ ...ci, name: 'a\u0000b' }, 'needs a name'],
    [{ ...ci, name: '\ud800' }, 'needs a name'],
    [{ ...ci, name: 'traffic' }, 'is not called "traffic"'],
    [{ ...ci, roles: [] }, 'roles says what the key may'],
    [
      { ...ci, roles: ['calller'] },
      'there is no role "calller", there are viewer, caller, .*; did you mean "caller"?',
    ],
    [{ ...ci, roles: [['admin']] }, 'there is no role'],
    [{ ...ci, datasets: ['realtr'] }, 'there is no data set "realtr", .* did you mean "realtor"?'],
    [{ ...ci, datasets: undefined }, 'datasets says for which'],
    [{ ...ci, expires: '2020-01-01T00:00:00Z' }, 'expected a moment to come'],
    [{ ...ci, expires: 'soon' }, 'expected a moment to come'],
    [{ ...ci, force: 1 }, 'force is true or false'],
    [{ ...ci, reason: '' }, 'needs a reason'],
  ])('%j is refused', async (wish, said) => {
    const { error } = await marea.post('/api/keys', wish, 422);
    expect(error).toMatch(new RegExp(said.replaceAll('?', '\\?')));
  });

  test.each(['nothing-of-it', 'abcdefghijkl', '%2e%2e'])('of id %s there is none', async (id) => {
    await marea.post(`/api/keys/${id}/revoke`, { reason: 'x' }, 404);
    await marea.post(`/api/keys/${id}/rotate`, {}, 404);
  });

  test('no id has a zero character', async () => {
    await marea.post('/api/keys/%00/revoke', { reason: 'x' }, 400);
  });
});

describe('the audit', () => {
  test('has each change with who, why and what; it goes out as an event with the hash of its row', async () => {
    await promotedBatch(marea.services);
    const id = await letter(marea.services, 'd1', 'dev.marea.batch.stored');
    const other = await letter(marea.services, 'd2', 'dev.marea.batch.stored');
    for (const file of ['model.onnx', 'metadata.json', 'profile.json'])
      await marea.services.objects.put({ bucket: 'models', key: `realtor/1/${file}` }, 'x');
    const since = (await newest())?.id ?? 0;
    await marea.post(`/api/dead-letters/${id}/replay`, { reason: 'r1' });
    await marea.post(`/api/dead-letters/${other}/discard`, { reason: 'r2', by: 'Ann' });
    await marea.post('/api/dead-letters/discard', { all: true, reason: 'nothing is left' });
    await marea.post('/api/datasets/realtor/train', { reason: 'r3' }, 202);
    await marea.post('/api/batches/realtor/b1/retract', { reason: 'r4', by: 'Ann' }, 202);
    await marea.post('/api/models/realtor/1/promote', { reason: 'r5', by: 'Ann', force: true }, 202);
    await marea.post('/api/datasets/realtor/reset', { confirm: 'realtor', reason: 'r6' });

    const { rows } = await marea.get(`/api/audit?after=${since}`);
    const seen = (rows as AuditRow[]).map(({ action, target, reason, details }) => [
      action,
      target,
      reason,
      (details as { by?: string }).by,
    ]);
    expect(seen).toEqual([
      ['letter.replayed', String(id), 'r1', undefined],
      ['letter.discarded', String(other), 'r2', 'Ann'],
      ['training.requested', null, 'r3', undefined],
      ['retraction.requested', 'b1', 'r4', 'Ann'],
      ['version.requested', '1', 'r5', 'Ann'],
      ['dataset.reset', null, 'r6', undefined],
    ]);
    expect(
      (rows as AuditRow[]).every(({ dataset, subject }) => dataset === 'realtor' && subject === 'anybody'),
    ).toBe(true);
    expect(told().map(({ dataset, data }) => [dataset, (data as AuditRow).hash])).toEqual(
      (rows as AuditRow[]).map(({ hash }) => ['realtor', hash]),
    );
  });

  test('is whole after all of that', async () => {
    const verdict = await verifyChain(
      (async function* () {
        yield (await marea.get('/api/audit?after=0&limit=1000')).rows as AuditRow[];
      })(),
    );
    expect(verdict).not.toHaveProperty('broken');
    expect(verdict.rows).toBeGreaterThan(10);
  });

  test('a change that is refused leaves no row, one that is made while the broker is away is told later', async () => {
    const before = (await newest()).id;
    await marea.post('/api/models/realtor/9/promote', { reason: 'x' }, 404);
    await marea.post('/api/dead-letters/123/replay', { reason: 'x' }, 404);
    expect((await newest()).id).toBe(before);
    marea.pipeline.status = 503;
    await marea.post('/api/datasets/realtor/reset', { confirm: 'realtor', reason: 'x' });
    expect((await newest()).id).toBe(before + 1);
    const owed = await marea.services
      .sql`select event->>'type' as type from marea.outbox where sent_at is null`;
    expect(owed).toMatchObject([{ type: 'dev.marea.change.recorded' }]);
  });

  test.each([
    'limit=0',
    'limit=1001',
    'after=1&before=2',
    'after=x',
    'from=yesterday',
    'subject=',
    'dataset=%00',
    'action=%ED%A0%80%00',
  ])('?%s is refused', async (query) => {
    await marea.get(`/api/audit?${query}`, 422);
  });
});

describe('who asks with a credential', () => {
  const ann: Principal = {
    ...ANYBODY,
    subject: 'key:abcdefghijkl',
    name: 'Ann',
    roles: ['operator'],
    datasets: ['realtor'],
  };
  const request = (path: string, body: object, principal = ann) => ({
    ...jsonRequest('POST', path, body),
    principal,
  });

  test('is the one who did it, whoever the request names', async () => {
    const { discardLetter } = await import('./letters.ts');
    const id = await letter(marea.services, 'd1', 'dev.marea.batch.stored');
    const wish = { reason: 'x', by: 'Bob' };
    await discardLetter(request(`/api/dead-letters/${id}/discard`, wish), wish);
    expect(await newest()).toMatchObject({ subject: ann.subject, name: 'Ann', details: { by: 'Ann' } });
    expect(await marea.services.sql`select discarded_by from marea.dead_letters`).toEqual([
      { discarded_by: 'Ann' },
    ]);
  });

  test('settles letters of its own data sets, and no others', async () => {
    const { discardEach, replayEach, replayLetter } = await import('./letters.ts');
    await letter(marea.services, 'd1', 't');
    const foreign = await letter(marea.services, 'd2', 't', 'diabetes');
    await letter(marea.services, 'd3', 't', null);
    const why = { reason: 'x' };
    await expect(replayLetter(request(`/api/dead-letters/${foreign}/replay`, why), why)).rejects.toThrow(
      'no dead letter',
    );
    const ids = async (answer: Promise<{ body?: unknown }>, name: string) =>
      (JSON.parse(String((await answer).body))[name] as { id: number }[]).length;
    expect(await ids(replayEach(request('/api/dead-letters/replay', why), why), 'replayed')).toBe(1);
    const all = { ...why, all: true };
    expect(await ids(discardEach(request('/api/dead-letters/discard', all), all), 'discarded')).toBe(0);
  });
});
