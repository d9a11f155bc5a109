import { beforeEach, describe, expect, it } from 'vitest';
import { FILES, modelAddress } from '../../shared/tracking/artifact.ts';
import { checksumOf } from '../../shared/tracking/checksums.ts';
import { memoryObjects } from './fixtures/memory-objects.ts';
import { storeModel } from './fixtures/models.ts';
import { type TestService, testService } from './fixtures/service.ts';
import { oneMore } from './one-more.ts';

const house = { bed: 3, bath: 2, house_size: 1800, state: 'Ohio', prev_sold_date: '2015-06-30' };
const dataset = 'realtor';

let objects: ReturnType<typeof memoryObjects>;
let served: TestService;
beforeEach(async () => {
  objects = memoryObjects();
  await storeModel(objects, { dataset, version: 7, production: true });
  await storeModel(objects, { dataset, version: 3 });
  served = await testService({ objects, dataset, version: 'production' });
});

describe('a version that a request names', () => {
  it('answers as where it is the served one, and is noted as what it is', async () => {
    const alone = await testService({ objects, dataset, version: 3 });
    const expected = (await alone.ask('POST', '/predict', house)).json.price;
    const { json } = await served.ask('POST', '/predict?version=3', house);
    expect(json).toMatchObject({ price: expected, model_version: 3, model_stage: 'Archived' });
    expect((await served.ask('POST', '/explain?version=3', house)).json.price).toBe(expected);
    expect((await served.ask('POST', '/batch_predict?version=3', [house])).json).toMatchObject({
      model_version: 3,
      predictions: [{ price: expected }],
    });
    expect((await served.ask('POST', '/predict', house)).json.model_version).toBe(7);
    await served.service.log.close();
    expect(served.logged.predictions.map(({ modelVersion }) => modelVersion)).toEqual([3, 3, 7]);
  });

  it.each([
    ['9', 404, 'no artifact of version 9 of realtor is kept'],
    ['best', 422, 'version is "best": expected a whole number'],
    ['3&sha256=0000', 409, expect.stringContaining('metadata.json')],
  ])('?version=%s: %i', async (query, status, error) => {
    const answer = await served.ask('POST', `/predict?version=${query}`, house);
    expect([answer.status, answer.json.error]).toEqual([status, error]);
  });

  it('with the checksum that it was registered with it is asked', async () => {
    const sha256 = checksumOf(await objects.read(modelAddress(dataset, 3, FILES.metadata)));
    expect((await served.ask('POST', `/predict?version=3&sha256=${sha256}`, house)).status).toBe(200);
  });
});

describe('one more model', () => {
  /** Reads of graphs, each of which waits to be let through. */
  function held() {
    const waiting: (() => void)[] = [];
    const read: typeof objects.read = async (address) => {
      if (address.key.endsWith(FILES.graph)) await new Promise<void>((resolve) => waiting.push(resolve));
      return await objects.read(address);
    };
    return { store: { read }, waiting };
  }

  it('is loaded once for all who ask meanwhile; who asks for another one is to come again', async () => {
    await storeModel(objects, { dataset, version: 2 });
    const { store, waiting } = held();
    const ask = oneMore({ objects: store, dataset });
    const both = [ask({ version: 3 }), ask({ version: 3 })];
    await expect(ask({ version: 2 })).rejects.toMatchObject({ status: 429, headers: { 'retry-after': '5' } });
    waiting[0]?.();
    const [one, other] = await Promise.all(both);
    expect(one).toBe(other);
    const next = ask({ version: 2 });
    waiting[1]?.();
    expect((await next).metadata.version).toBe(2);
    expect(waiting).toHaveLength(2);
  });

  it('that could not be loaded is tried anew', async () => {
    const { version, sha256 } = { version: 4, sha256: undefined };
    const ask = oneMore({ objects, dataset });
    await expect(ask({ version, sha256 })).rejects.toMatchObject({ status: 404 });
    await storeModel(objects, { dataset, version });
    expect((await ask({ version, sha256 })).metadata.version).toBe(4);
  });

  it('is put away when nobody asks', async () => {
    const ask = oneMore({ objects, dataset, idleMs: 1 });
    const first = await ask({ version: 3 });
    await expect.poll(async () => (await ask({ version: 3 })) === first).toBe(false);
  });

  it('is refused where there is no room for it', async () => {
    const ask = oneMore({ objects, dataset, used: () => 0.8 });
    await expect(ask({ version: 3 })).rejects.toThrow('there is no room for version 3');
  });
});
