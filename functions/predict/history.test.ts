import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../shared/access/roles.ts';
import { httpRequest } from '../../tests/http-request.ts';
import { type Services, startServices } from '../../tests/services.ts';
import { memoryObjects } from './fixtures/memory-objects.ts';
import { type TestService, testService } from './fixtures/service.ts';
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

  it.each(['limit=0', 'limit=1001', 'limit=ten', 'limit=-1', 'bed=3', 'constructor=1'])(
    '%s is refused',
    async (query) => {
      expect((await realtor.ask('GET', `/predictions/history?${query}`)).status).toBe(422);
    },
  );
});
