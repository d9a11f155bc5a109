/** The stages that write cards, on a real Postgres and a real object store. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDataset } from '../../shared/datasets/index.ts';
import { NoSuchObject } from '../../shared/store/objects.ts';
import { createTables } from '../../shared/store/tables.ts';
import { FILES, modelAddress } from '../../shared/tracking/artifact.ts';
import { createRun } from '../../shared/tracking/runs.ts';
import { eventRequest } from '../../tests/http-request.ts';
import { startStage, type TestStage } from '../../tests/stage.ts';
import type { ModelCard } from './card.ts';
import { rents } from './fixtures/flats.ts';
import { storeChampion, storeTraining } from './fixtures/training.ts';

const RUN = 'run-1';
let stage: TestStage;

beforeAll(async () => {
  addDataset(rents);
  stage = await startStage('card', () => import('./index.ts'));
  const { sql, objects } = stage.services;
  await createTables(sql, rents);
  await storeTraining(objects, RUN);
  await storeChampion(objects, 1);
});
afterAll(() => stage.stop());
beforeEach(async () => {
  const { sql, objects } = stage.services;
  await sql`truncate marea.outbox, marea.stages, marea.experiments, marea.registered_models cascade`;
  await createRun(sql, { id: RUN, dataset: 'rents', name: 'training' });
  await sql`insert into marea.registered_models (name) values ('rents')`;
  await sql`
    insert into marea.model_versions (name, version, run_id, source, stage, metrics, reason)
    values ('rents', 2, ${RUN}, 's3://models/rents/2', 'None', '{}', 'said promote')`;
  await objects.removeAll('models', 'rents/2/');
});

const judged = (type: 'approved' | 'rejected', data: object, id = 'judged') =>
  stage.handle(
    eventRequest(
      { id, source: '/marea/promote', type: `dev.marea.model.${type}`, dataset: 'rents' },
      { run: RUN, reason: 'said promote', ...data },
    ),
  );
const stored = (file: string) => stage.services.objects.read(modelAddress('rents', 2, file));
const card = async () => JSON.parse((await stored(FILES.card)).toString()) as ModelCard;

describe('the card of a version', () => {
  test('that was approved tells the champion that it was held against, on the same rows', async () => {
    expect((await judged('approved', { version: 2, champion: 1 })).status).toBe(204);
    const { comparison, performance, details } = await card();
    expect(comparison).toMatchObject({ approved: true, reason: 'said promote', champion: { version: 1 } });
    expect(details).toMatchObject({ version: 2, run: RUN, location: 's3://models/rents/2' });
    expect(performance.rows).toBe(100);
    // Of a model whose rents hardly grow with the size.
    expect(comparison.champion?.metrics.mae).toBeGreaterThan(performance.metrics.mae ?? Number.NaN);
    expect((await stored(FILES.cardPage)).toString()).toContain('<b>Approved</b>: said promote');
  });

  test('that was rejected is written as well', async () => {
    expect((await judged('rejected', { version: 2 })).status).toBe(204);
    expect((await card()).comparison).toMatchObject({ approved: false, champion: null });
    expect((await stored(FILES.cardPage)).toString()).toContain('<b>Rejected</b>: said promote');
  });

  test('is made when a file that was missing has come: the event is tried again', async () => {
    const { objects } = stage.services;
    const { bucket, key } = modelAddress('rents', 1, FILES.graph);
    await objects.removeAll(bucket, key);
    expect((await judged('approved', { version: 2, champion: 1 })).status).toBe(500);
    await expect(card()).rejects.toThrow(NoSuchObject);
    await storeChampion(objects, 1);
    expect((await judged('approved', { version: 2, champion: 1 })).status).toBe(204);
    expect((await card()).comparison.champion?.version).toBe(1);
  });

  test('of an earlier judgement does not come after that of a later one', async () => {
    await stage.services.sql`update marea.model_versions set reason = 'judged anew' where name = 'rents'`;
    expect((await judged('approved', { version: 2, champion: 1 })).status).toBe(204);
    await expect(card()).rejects.toThrow(NoSuchObject);
    expect((await judged('rejected', { version: 2, reason: 'judged anew' }, 'anew')).status).toBe(204);
    expect((await card()).comparison.reason).toBe('judged anew');
  });

  test('is not made of a version that is gone: the data set was reset', async () => {
    await stage.services.sql`delete from marea.registered_models where name = 'rents'`;
    expect((await judged('approved', { version: 2 })).status).toBe(204);
    await expect(card()).rejects.toThrow(NoSuchObject);
  });

  test('that an older release has rejected is there already: its event names no version', async () => {
    expect((await judged('rejected', {})).status).toBe(204);
    await expect(card()).rejects.toThrow(NoSuchObject);
  });
});
