/** `npm run key` and `npm run audit`, against a stand-in for the platform. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hashOfRow } from '../../shared/access/chain.ts';
import { run, type StandIn, startStandIn, when } from '../../tests/beds/stand-in.ts';
import { endOf } from './key-lines.ts';

let marea: StandIn;
beforeAll(async () => {
  marea = await startStandIn();
});
afterAll(() => marea.stop());
beforeEach(() => marea.clear());

const key = {
  id: 'abcdefghijkl',
  name: 'ci',
  roles: ['caller'],
  datasets: ['realtor'],
  createdAt: when,
  createdBy: 'key:zzzzzzzzzzzz',
  expiresAt: '2030-04-01T00:00:00.000Z',
  revokedAt: null,
  revokedBy: null,
  lastUsedAt: null,
};
const text = `marea_abcdefghijkl_${'s'.repeat(43)}`;
const sent = () => marea.calls.map(({ call, body }) => [call, body === '' ? '' : JSON.parse(body)]);

describe('key', () => {
  test('create prints the key alone on standard output, so that a file may take it', async () => {
    marea.replies['POST /api/keys'] = [201, { key, text, published: true }];
    const args = ['create', '--name', 'ci', '--role', 'caller', '--role', 'viewer', '--dataset', 'realtor'];
    const { code, out, err } = await run(marea.url, 'key', [...args, '--expires', '2030-04-01']);
    expect([code, out]).toEqual([0, `${text}\n`]);
    expect(err).toContain('key abcdefghijkl (ci): caller, for realtor, until 2030-04-01: made');
    const wish = { name: 'ci', roles: ['caller', 'viewer'], datasets: ['realtor'], force: false };
    expect(sent()).toEqual([['POST /api/keys', { ...wish, expires: '2030-04-01T00:00:00.000Z' }]]);
  });

  test('an admin key is for all data sets without being told; what is not published yet is said', async () => {
    marea.replies['POST /api/keys'] = [201, { key: { ...key, datasets: '*' }, text, published: false }];
    const { err } = await run(marea.url, 'key', ['create', '--name', 'ann', '--role', 'admin']);
    expect(sent()[0]?.[1]).toEqual({
      name: 'ann',
      roles: ['admin'],
      datasets: '*',
      expires: null,
      force: false,
    });
    expect(err).toContain('for all data sets');
    expect(err).toContain('it counts when the object store');
  });

  test('list shows who has which, rotate a new one, revoke says why', async () => {
    marea.replies['GET /api/keys?limit=1000&ended=false'] = [200, { keys: [key] }];
    const { out } = await run(marea.url, 'key', ['list']);
    expect(out).toMatch(/^id +name +roles/);
    expect(out).toMatch(
      /abcdefghijkl +ci +caller +realtor +2026-01-01 +key:zzzzzzzzzzzz +never +until 2030-04-01/,
    );
    marea.replies['POST /api/keys/abcdefghijkl/rotate'] = [200, { key, text, published: true }];
    expect(await run(marea.url, 'key', ['rotate', key.id])).toMatchObject({ code: 0, out: `${text}\n` });
    marea.replies['POST /api/keys/abcdefghijkl/revoke'] = [200, { key, published: true }];
    const revoked = await run(marea.url, 'key', ['revoke', key.id, '--reason', 'lost']);
    expect(revoked).toMatchObject({ code: 0, out: '', err: expect.stringContaining(': revoked') });
    expect(sent().at(-1)?.[1]).toEqual({ reason: 'lost', force: false });
  });

  test.each([
    [['make'], '"make" is none of create, list, rotate, revoke'],
    [['toString'], '"toString" is none of'],
    [['create', '--role', 'caller'], 'say by which name'],
    [['create', '--name', 'x'], 'say what it may'],
    [['create', '--name', 'x', '--role', 'caller'], 'say for which data sets'],
    [
      ['create', '--name', 'x', '--role', 'caller', '--all-datasets', '--expires', 'soon'],
      '--expires is "soon"',
    ],
    [['rotate'], 'say which: npm run key -- rotate ID'],
    [['revoke', 'abcdefghijkl'], 'say why: --reason'],
    [['list', 'abcdefghijkl'], 'list takes no id'],
  ])('%j is told in a line', async (args, said) => {
    const { code, err } = await run(marea.url, 'key', args);
    expect([code, err.split('\n')[0]]).toEqual([1, expect.stringContaining(said)]);
    expect(marea.calls).toEqual([]);
  });

  test('it ends after hours or days, or on a day', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(endOf(undefined, now)).toBeNull();
    expect(endOf('90d', now)).toBe('2026-04-01T00:00:00.000Z');
    expect(endOf('12h', now)).toBe('2026-01-01T12:00:00.000Z');
    expect(endOf('2026-02-03', now)).toBe('2026-02-03T00:00:00.000Z');
    for (const wrong of ['0d', '2025-12-31', '90', '1y', '-1d'])
      expect(() => endOf(wrong, now)).toThrow('--expires');
  });
});

describe('audit', () => {
  const row = (id: number, previous: string, reason = 'lost') => {
    const told = {
      id,
      at: '2026-01-02T03:04:05.678901Z',
      subject: 'key:abcdefghijkl',
      name: 'ci',
      action: 'key.revoked',
    };
    const more = { dataset: null, target: 'zzzzzzzzzzzz', reason, details: {}, previous };
    return { ...told, ...more, hash: hashOfRow({ ...told, ...more }) };
  };
  const one = row(1, '');
  const two = row(2, one.hash);
  const answer = (rows: object[]) => {
    marea.replies['GET /api/audit?limit=1000&after=0'] = [200, { rows }];
  };

  test('list shows who did what to what, and why', async () => {
    marea.replies['GET /api/audit?limit=50&dataset=realtor&to=2026-02-01'] = [200, { rows: [two, one] }];
    const { out } = await run(marea.url, 'audit', ['list', '--dataset', 'realtor', '--until', '2026-02-01']);
    expect(out).toMatch(/2 +2026-01-02 03:04:05 +ci +key\.revoked +zzzzzzzzzzzz +lost/);
  });

  test('verify follows the chain, and tells its end', async () => {
    answer([one, two]);
    const whole = await run(marea.url, 'audit', ['verify']);
    expect(whole).toMatchObject({ code: 0, out: `2 rows, whole; the last is 2:${two.hash}\n` });
    const known = await run(marea.url, 'audit', ['verify', '--known', `3:${two.hash}`]);
    expect(known).toMatchObject({ code: 1, err: expect.stringContaining('row 3 is gone') });
  });

  test('verify names the first row that does not fit', async () => {
    answer([one, { ...two, reason: 'found' }]);
    const { code, err } = await run(marea.url, 'audit', ['verify']);
    expect([code, err]).toEqual([1, expect.stringContaining('row 2 is not as it was written')]);
    answer([two]);
    expect((await run(marea.url, 'audit', ['verify'])).err).toContain('row 2 comes after row 0');
  });
});
