/**
 * Every route of the functions that people ask, with every role, for the caller's own data set and for another's, with
 * no, a wrong, an expired and a revoked credential: what happens is what SECURITY.md says.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessTable } from '../scripts/access-table.ts';
import { type Objects, startObjects } from '../scripts/platform/stores/objects.ts';
import type { Role } from '../shared/access/roles.ts';
import { functionNamed } from '../shared/runtime/function.ts';
import { s3 } from '../shared/store/objects.ts';
import { bearer, type MadeKey, makeKey, publish, VERIFY_KEY } from './beds/keys.ts';
import { httpRequest } from './http-request.ts';

const ROLES = ['viewer', 'caller', 'scientist', 'promoter', 'operator', 'admin'] as const;

/** By hand, of the sentences that say what a role may. */
const MAY: Readonly<Record<string, readonly Role[] | 'anybody' | 'platform'>> = {
  nothing: 'anybody',
  signIn: 'anybody',
  event: 'platform',
  scrape: ['viewer', 'scientist', 'promoter', 'operator', 'admin'],
  describe: ['viewer', 'caller', 'scientist', 'promoter', 'operator', 'admin'],
  predict: ['caller', 'scientist', 'admin'],
  history: ['viewer', 'caller', 'scientist', 'promoter', 'operator', 'admin'],
  view: ['viewer', 'scientist', 'promoter', 'operator', 'admin'],
  ingest: ['scientist', 'operator', 'admin'],
  train: ['scientist', 'admin'],
  log: ['scientist', 'admin'],
  appoint: ['scientist', 'promoter', 'admin'],
  promote: ['promoter', 'admin'],
  operate: ['operator', 'admin'],
  administer: ['admin'],
};

interface Row {
  readonly name: string;
  readonly route: string;
  readonly needs: string;
  readonly where: string;
}

const text = readFileSync(new URL('../SECURITY.md', import.meta.url), 'utf8');
/** Cells of all rows of the tables that begin so. */
const rowsAfter = (head: string): string[][] =>
  (text.split(head)[1]?.split('\n\n')[0] ?? '')
    .split('\n')
    .slice(2)
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));
const rows = rowsAfter('| function | route |').map(
  ([, name = '', route = '', needs = '', where = '']): Row => ({
    name,
    route,
    needs,
    where,
  }),
);

let store: Objects;
const folder = mkdtempSync(join(tmpdir(), 'marea-access-'));
const own = new Map(
  ROLES.map((role) => [role, makeKey({ name: role, roles: [role], datasets: ['realtor'] })]),
);
const all = new Map(ROLES.map((role) => [role, makeKey({ name: role, roles: [role] })]));
const expired = makeKey({ roles: ROLES, expires: '2026-01-02T03:04:05.000Z' });
const revoked = makeKey({ roles: ROLES });
const never = makeKey({ roles: ROLES });

beforeAll(async () => {
  store = await startObjects(folder, () => {});
  await publish(s3(store), 1, [...own.values(), ...all.values(), expired]);
  Object.assign(process.env, {
    ACCESS: 'required',
    ACCESS_VERIFY_KEY: VERIFY_KEY,
    DATASET: 'realtor',
    S3_ENDPOINT: store.endpoint,
    S3_ACCESS_KEY: store.accessKey,
    S3_SECRET_KEY: store.secretKey,
    LOG_LEVEL: 'silent',
  });
  await accessTable();
});
afterAll(async () => {
  await store.stop();
  rmSync(folder, { recursive: true, force: true });
});

let asked = 0;

/** Through a gateway, each from an address of its own. @returns 401 or 403, or 'in' for whatever a handler says */
async function asks(row: Row, dataset: string, headers: Record<string, string>): Promise<number | 'in'> {
  const [method = '', pattern = ''] = row.route.split(' ');
  const path = pattern.replace('*', dataset).replaceAll('*', 'x');
  asked += 1;
  const request = httpRequest(method, `${path}?dataset=${dataset}`, {
    headers: {
      'x-forwarded-for': `10.0.${asked >> 8}.${asked & 255}`,
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-type': 'dev.marea.batch.received',
      'ce-source': '/test',
      'ce-id': 'e1',
      'ce-dataset': dataset,
      ...headers,
    },
    body: '{"rows":[{}]}',
  });
  const { status } = await functionNamed(row.name).handle(request);
  return status === 401 || status === 403 ? status : 'in';
}

const about = ({ route, needs, where }: Row): string => `${route} (${needs}; ${where || 'no data set'})`;
const isOpen = ({ needs }: Row): boolean => MAY[needs] === 'anybody';
const isFor = ({ needs }: Row, role: Role): boolean =>
  isOpen({ needs } as Row) || (MAY[needs] ?? []).includes(role);
/** The data set of a Service is realtor, whatever a request says. */
const reaches = ({ where }: Row, dataset: string): boolean =>
  where === '' || /^(each|that of)/.test(where) || (!where.startsWith('all') && dataset === 'realtor');

test('the tables are those of the routes and of the roles, as `npm run build` writes them', async () => {
  expect(text).toContain(`<!-- access -->\n${await accessTable()}<!-- /access -->`);
  const needs = rowsAfter('| need | to |').map(([, need = '', , ...cells]) => {
    const may = ROLES.filter((_, index) => cells[index] === 'yes');
    return [need, cells[0] === 'anybody' ? 'anybody' : may.length === 0 ? 'platform' : may];
  });
  expect(Object.fromEntries(needs)).toEqual(
    Object.fromEntries(
      Object.entries(MAY).map(([need, roles]) => [
        need,
        typeof roles === 'string' ? roles : ROLES.filter((role) => roles.includes(role)),
      ]),
    ),
  );
});

describe.each(['predict', 'console', 'entrance', 'registry'])('%s', (name) => {
  const of = rows.filter((row) => row.name === name);

  test('has rows in the table', () => expect(of.length).toBeGreaterThan(4));

  test.each(ROLES)('lets in a %s where the table says so, and only there', async (role) => {
    for (const [keys, dataset, isWithin] of [
      [own, 'realtor', (row: Row) => reaches(row, 'realtor')],
      [own, 'diabetes', (row: Row) => reaches(row, 'diabetes')],
      [all, 'diabetes', () => true],
    ] as const) {
      const found: Record<string, number | 'in'> = {};
      const expected: Record<string, number | 'in'> = {};
      for (const row of of) {
        found[about(row)] = await asks(row, dataset, bearer(keys.get(role) as MadeKey));
        expected[about(row)] = isFor(row, role) && (isOpen(row) || isWithin(row)) ? 'in' : 403;
      }
      expect(found, `${role} asks for ${dataset}`).toEqual(expected);
    }
  });

  test.each([
    ['no credential', {}],
    ['a key that was never made', bearer(never)],
    [
      'a key with another secret',
      bearer({ text: (own.get('admin') as MadeKey).text.slice(0, -43) + never.text.slice(-43) }),
    ],
    ['an expired key', bearer(expired)],
    ['a revoked key', bearer(revoked)],
    ['no key at all', { 'x-api-key': 'let me in' }],
  ])('refuses %s wherever one is needed', async (_, headers) => {
    const found: Record<string, number | 'in'> = {};
    const expected: Record<string, number | 'in'> = {};
    for (const row of of) {
      found[about(row)] = await asks(row, 'realtor', headers);
      expected[about(row)] = isOpen(row) ? 'in' : 401;
    }
    expect(found).toEqual(expected);
  });
});

test('a refusal says what is missing, and nothing else', async () => {
  const ask = async (key: MadeKey, path: string) => {
    const answer = await functionNamed('console').handle(httpRequest('GET', path, { headers: bearer(key) }));
    return JSON.parse(String(answer.body)) as unknown;
  };
  expect(await ask(own.get('caller') as MadeKey, '/api/drift?dataset=realtor')).toEqual({
    error:
      'to read how the platform and its data stand needs the role viewer or scientist or promoter or operator or admin; caller has caller',
  });
  expect(await ask(own.get('viewer') as MadeKey, '/api/drift?dataset=diabetes')).toEqual({
    error: 'your roles are not for the data set "diabetes"',
  });
  expect(await ask(own.get('viewer') as MadeKey, '/api/drift')).toEqual({
    error: 'no data set: add ?dataset=<name>',
  });
});

test('metrics are read at the pod itself without a credential', async () => {
  const { status } = await functionNamed('predict').handle(httpRequest('GET', '/metrics'));
  expect(status).toBe(200);
});

test('what is nowhere is nowhere for everybody', async () => {
  expect((await functionNamed('console').handle(httpRequest('GET', '/nowhere'))).status).toBe(404);
});
