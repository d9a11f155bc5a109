import { beforeAll, describe, expect, it } from 'vitest';
import { pointerAddress } from '../../shared/tracking/artifact.ts';
import { memoryObjects } from './fixtures/memory-objects.ts';
import { storeModel } from './fixtures/models.ts';
import { testService } from './fixtures/service.ts';
import { followVersions } from './versions.ts';

const house = { bed: 3, bath: 2, house_size: 1800, state: 'Ohio', prev_sold_date: '2015-06-30' };
const objects = memoryObjects();

beforeAll(async () => {
  await storeModel(objects, { dataset: 'realtor', version: 7, production: true });
});

describe('which model is served', () => {
  it('follows the pointer, and swaps only a model that is loaded', async () => {
    const store = memoryObjects();
    const following = await testService({ objects: store, dataset: 'realtor', version: 'production' });
    await storeModel(store, { dataset: 'realtor', version: 1, production: true });
    expect((await following.ask('POST', '/reload')).json).toMatchObject({ model_version: 1, reloaded: true });
    await store.put(pointerAddress('realtor'), JSON.stringify({ version: 2 }));
    expect((await following.ask('POST', '/reload')).status).toBe(503);
    expect((await following.ask('POST', '/predict', house)).json.model_version).toBe(1);
    await storeModel(store, { dataset: 'realtor', version: 2, size: 5 });
    await following.ask('GET', '/health');
    await expect.poll(async () => (await following.ask('GET', '/health')).json.model_version).toBe(2);
  });

  it('a pinned one stays, whatever is in production, and says so', async () => {
    const store = memoryObjects();
    await storeModel(store, { dataset: 'realtor', version: 1, production: true });
    const pinned = await testService({ objects: store, dataset: 'realtor', version: 1 });
    await storeModel(store, { dataset: 'realtor', version: 2, production: true });
    expect((await pinned.ask('POST', '/reload')).json).toMatchObject({
      model_version: 1,
      production_version: 2,
      pinned: true,
      reloaded: false,
    });
    expect((await pinned.ask('POST', '/predict', house)).json.model_stage).toBe('Archived');
  });

  it('a candidate hears that it is in production without being asked anything', async () => {
    const store = memoryObjects();
    await storeModel(store, { dataset: 'realtor', version: 1, production: true });
    await storeModel(store, { dataset: 'realtor', version: 2 });
    const candidate = await followVersions({
      objects: store,
      dataset: 'realtor',
      version: 2,
      candidateMs: 5,
    });
    expect(candidate.production).toBe(1);
    await store.put(pointerAddress('realtor'), JSON.stringify({ version: 2 }));
    await expect.poll(() => candidate.production).toBe(2);
  });

  it('a pinned one that is not there ends the start', async () => {
    await expect(testService({ objects, dataset: 'realtor', version: 99 })).rejects.toThrow('realtor/99/');
  });

  it('goes on answering while the store is away', async () => {
    const store = memoryObjects();
    await storeModel(store, { dataset: 'realtor', version: 1, production: true });
    const following = await testService({ objects: store, dataset: 'realtor', version: 'production' });
    store.away = true;
    for (let i = 0; i < 3; i++) expect((await following.ask('POST', '/predict', house)).status).toBe(200);
  });
});
