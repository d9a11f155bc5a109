import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../shared/access/roles.ts';
import { httpRequest } from '../../tests/http-request.ts';
import { type Services, startServices } from '../../tests/services.ts';
import { memoryObjects } from './fixtures/memory-objects.ts';
import { type Answered, type TestService, testService } from './fixtures/service.ts';
import { history } from './history.ts';

let services: Services;
let realtor: TestService;

beforeAll(async () => {
  services = await startServices();
  realtor = await testService({
    objects: memoryObjects(),
    dataset: 'realtor',
    version: 'production',
    sql: () => services.sql,
  });
  const states = ['Ohio', ' ohio', 'Utah', "x' or '1'='1"];
  const rows = Array.from({ length: 120 }, (_, i) => ({
    dataset: i === 0 ? 'diabetes' : 'realtor',
    request_id: `r${i}`,
    model_version: 7,
    input: services.sql.json({ state: states[i % 4] as string, bed: i }),
    output: services.sql.json({ price: i }),
    at: new Date(Date.UTC(2026, 0, 2, 0, 0, i)),
  }));
  await services.sql`insert into marea.inference_logs ${services.sql(rows)}`;
});
afterAll(() => services.stop());

const ids = async (query: string): Promise<string[]> =>
  (await realtor.ask('GET', `/predictions/history${query}`)).json.predictions.map(
    ({ request_id }: { request_id: string }) => request_id,
  );

describe('GET /predictions/history', () => {
  it('shows callers what they have asked themselves, and whoever may read that of all', async () => {
    await services.sql`
      update marea.inference_logs set principal = 'key:a' where request_id in ('r119', 'r118', 'r0')`;
    await services.sql`update marea.inference_logs set principal = 'key:b' where request_id = 'r117'`;
    const seen = async (subject: string, roles: readonly Role[], query = '?limit=4') => {
      const principal = { subject, name: subject, roles, datasets: '*' } as const;
      const request = { ...httpRequest('GET', `/predictions/history${query}`), principal };
      const { predictions } = JSON.parse(String((await history(realtor.service, request)).body)) as {
        predictions: { request_id: string }[];
      };
      return predictions.map(({ request_id }) => request_id);
    };
    expect(await seen('key:a', ['caller'])).toEqual(['r119', 'r118']);
    expect(await seen('key:a', ['caller'], '?state=utah')).toEqual(['r118']);
    expect(await seen('key:b', ['caller'])).toEqual(['r117']);
    expect(await seen('key:c', ['caller'])).toEqual([]);
    expect(await seen('key:c', ['caller', 'viewer'])).toEqual(['r119', 'r118', 'r117', 'r116']);
  });

  it('gives the newest first, of this data set, also without a model', async () => {
    expect(await ids('?limit=3')).toEqual(['r119', 'r118', 'r117']);
    expect(await ids('')).toHaveLength(100);
    expect(await ids('?limit=1000')).toHaveLength(119);
    const { json } = await realtor.ask('GET', '/predictions/history?limit=1');
    expect(json.predictions[0]).toMatchObject({
      price: 119,
      input: { bed: 119 },
      model_version: 7,
      actual: null,
    });
  });

  it('filters by a listed column, whatever its letters’ case', async () => {
    expect((await ids('?state=OHIO&limit=4')).map((id) => Number(id.slice(1)) % 4)).toEqual([1, 0, 1, 0]);
    expect(await ids('?state=Atlantis')).toEqual([]);
  });

  it('a value is a value, never SQL', async () => {
    expect(await ids(`?limit=1000&state=${encodeURIComponent("x' or '1'='1")}`)).toHaveLength(30);
    expect(await ids(`?state=${encodeURIComponent("'; drop table marea.inference_logs; --")}`)).toEqual([]);
    expect(await ids('?limit=1')).toHaveLength(1);
  });

  it.each(['state=%00', 'state=Ohio%00', `state=${'x'.repeat(501)}`])('%s is refused', async (query) => {
    const { status, json } = await realtor.ask('GET', `/predictions/history?${query}`);
    expect([status, json.detail[0].field]).toEqual([422, 'state']);
  });

  it('a filter looks through the newest 50,000, and says so', async () => {
    const { sql } = services;
    await sql.begin(async (tx) => {
      await tx`
        insert into marea.inference_logs (dataset, request_id, model_version, input, output, at)
        select 'realtor', 'old' || i, 7, jsonb_build_object('state', 'Oldland ' || i), '{}',
               timestamptz '2025-01-01' - make_interval(secs => i)
        from generate_series(1, 50000) i`;
    });
    const { json } = await realtor.ask('GET', '/predictions/history?state=oldland%2049881');
    expect(json).toMatchObject({ count: 1, looked_through: 50_000 });
    expect(await ids('?state=oldland%2049882')).toEqual([]);
    await sql`delete from marea.inference_logs where request_id like 'old%'`;
  });

  it('more than a few at once are refused, until some have been answered', async () => {
    const { sql } = services;
    const asked = () => realtor.ask('GET', '/predictions/history?state=Ohio');
    const waiting: Promise<Answered>[] = [];
    await sql.begin(async (tx) => {
      await tx`lock table marea.inference_logs in access exclusive mode`;
      waiting.push(...[1, 2, 3, 4].map(asked));
      const { status, headers, json } = await asked();
      expect([status, headers['retry-after'], json.error]).toEqual([
        503,
        '1',
        expect.stringMatching(/try again/),
      ]);
    });
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await asked()).status).toBe(200);
  });

  it.each(['limit=0', 'limit=1001', 'limit=ten', 'limit=-1', 'bed=3', 'constructor=1'])(
    '%s is refused',
    async (query) => {
      expect((await realtor.ask('GET', `/predictions/history?${query}`)).status).toBe(422);
    },
  );
});
