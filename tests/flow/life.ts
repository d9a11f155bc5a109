/** A whole life of a data set: everything that a function does to the stores happens in it at least once. */
import { expect } from 'vitest';
import { knativeApi } from '../../shared/runtime/knative/api.ts';
import { type Address, uriOf } from '../../shared/store/objects.ts';
import { postEvent, postFile, type TestPlatform } from '../platform.ts';
import { oneTruth } from '../production.ts';
import { tinyBatch } from '../tiny.ts';
import { bring } from './bringing.ts';
import { ROW } from './data-api.ts';
import { makeKey } from './keys.ts';
import { notebook } from './notebook.ts';
import { register } from './registry.ts';
import { ask, atRest, found, type Step } from './step.ts';
import { giveUp, takeBack } from './taking-back.ts';
import { forgetOld, mend, observe } from './upkeep.ts';

export async function live(platform: TestPlatform): Promise<void> {
  await refuse(platform);
  await firstModel(platform);
  const revision = await servingRevision(platform);
  await offerInline(platform, 'inline');
  await offerFile(platform, 'file');
  for (const step of [answer, collect, drift, replay]) await step(platform);
  await moveByHand(platform, revision);
  await askForVersion(platform);
  await register(platform);
  await bring(platform);
  await atRest(platform);
  for (const step of [notebook, mend, takeBack, giveUp, forgetOld, observe, makeKey]) await step(platform);
}

const refuse: Step = async (platform) => {
  await ask(platform, '/api/datasets/tiny/train', { reason: 'a test' }, 202);
  await found(
    platform,
    'the refusal: there are no rows',
    `select from marea.model_history where event = 'training refused'`,
  );
};

const firstModel: Step = async (platform) => {
  await platform.post('first', tinyBatch({ rows: 1500, seed: 1 }).csv);
  expect((await platform.ended('first')).outcome).toBe('promoted');
  await oneTruth(platform, 'tiny', 1);
};

const answer: Step = async (platform) => {
  const flat = { flat: '77', size: 60, rooms: 3, district: 'harbour' };
  const body = await ask(platform, '/services/predict-tiny/predict', flat, 200);
  const { request_id } = body as { request_id: string };
  await ask(platform, '/services/predict-tiny/feedback', { request_id, actual: 900 }, 202);
  await found(
    platform,
    'the prediction with its outcome',
    'select from marea.inference_logs where actual is not null',
  );
  const { predictions } = await platform.get<{ predictions: { request_id: string }[] }>(
    '/services/predict-tiny/predictions/history',
  );
  expect(predictions.map((logged) => logged.request_id)).toContain(request_id);
};

const collect: Step = async (platform) => {
  await platform.ping('collect');
  await found(
    platform,
    'the end of its batch',
    `select from marea.batches where ended_at is not null and id not in ('first', 'inline', 'file')`,
  );
};

async function offerInline(platform: TestPlatform, id: string): Promise<void> {
  const attributes = { id, subject: id, dataset: 'tiny' };
  expect(await postEvent(platform.url, attributes, { rows: [{ ...ROW, flat: id }] })).toBe(202);
  await platform.ended(id);
}

/** As the body of its event. */
async function offerFile(platform: TestPlatform, id: string): Promise<void> {
  const { csv } = tinyBatch({ rows: 20, seed: 8, first: 50_000 });
  expect(await postFile(platform.url, { id, subject: id, dataset: 'tiny' }, csv)).toBe(202);
  await platform.ended(id);
}

const drift: Step = async (platform) => {
  await platform.post('other', tinyBatch({ rows: 3000, seed: 3, first: 20_000, level: 2 }).csv);
  expect((await platform.ended('other')).outcome).toBe('promoted');
  await oneTruth(platform, 'tiny', 2);
};

/** Something in every table, so that a reset has something to take everywhere. */
export async function fillAll(platform: TestPlatform): Promise<void> {
  await answer(platform);
  await offerInline(platform, 'last');
  await offerNoTable(platform, 'never');
  await notebook(platform);
}

/** The file is no table. */
async function offerNoTable(platform: TestPlatform, id: string): Promise<Address> {
  const address = { bucket: 'data-raw', key: `tiny/test/${id}.csv` } as const;
  await platform.objects.put(address, 'no table');
  await postEvent(platform.url, { id, subject: id, dataset: 'tiny', dataref: uriOf(address) }, {});
  await found(platform, 'the dead letter', 'select from marea.dead_letters where replayed_at is null');
  return address;
}

const replay: Step = async (platform) => {
  const { csv } = tinyBatch({ rows: 20, seed: 7, first: 40_000 });
  const uploaded = await fetch(`${platform.url}/api/uploads/tiny/rows.csv`, { method: 'PUT', body: csv });
  expect(uploaded.status).toBe(201);
  await platform.objects.put(await offerNoTable(platform, 'late'), csv);
  await ask(platform, '/api/dead-letters/replay', { reason: 'the file is there' }, 200);
  await platform.ended('late');
};

const apiOf = ({ url, token }: TestPlatform) =>
  knativeApi({ url: `${url}/kubernetes/${token}`, namespace: 'marea' });

async function servingRevision(platform: TestPlatform): Promise<string> {
  const service = await apiOf(platform).service('predict-tiny');
  return service?.status?.traffic?.find(({ percent }) => percent === 100)?.revisionName ?? '';
}

/** To the revision of version 1: `reconcile` finds it. */
async function moveByHand(platform: TestPlatform, revisionName: string): Promise<void> {
  await apiOf(platform).patch('predict-tiny', { spec: { traffic: [{ revisionName, percent: 100 }] } });
  await platform.ping('reconcile');
  await oneTruth(platform, 'tiny', 1);
}

const askForVersion: Step = async (platform) => {
  const wish = { reason: 'a test', by: 'Ann', force: true };
  await ask(platform, '/api/models/tiny/2/promote', wish, 202);
  await oneTruth(platform, 'tiny', 2);
};
