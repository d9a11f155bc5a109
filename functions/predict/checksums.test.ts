/** A model is served when its files are what was registered, and not otherwise. */
import { createHash } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { FILES, modelAddress, pointerAddress } from '../../shared/tracking/artifact.ts';
import { memoryObjects } from './fixtures/memory-objects.ts';
import { storeModel } from './fixtures/models.ts';
import { testService } from './fixtures/service.ts';
import { readStored } from './stored.ts';

const dataset = 'realtor';
const at = (file: string) => modelAddress(dataset, 7, file);
let objects: ReturnType<typeof memoryObjects>;

beforeEach(async () => {
  objects = memoryObjects();
  await storeModel(objects, { dataset, version: 7 });
});

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

/** One bit of a file is another. */
async function flipBit(file: string): Promise<void> {
  const bytes = Buffer.from(await objects.read(at(file)));
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  await objects.put(at(file), bytes);
}

async function changeMetadata(change: (metadata: Record<string, unknown>) => object): Promise<void> {
  const metadata = JSON.parse((await objects.read(at(FILES.metadata))).toString());
  await objects.put(at(FILES.metadata), JSON.stringify(change(metadata)));
}

it('a changed bit of model.onnx is a refusal at the start, in a sentence', async () => {
  await flipBit(FILES.graph);
  await expect(testService({ objects, dataset, version: 7 })).rejects.toThrow(
    /^version 7 of realtor is refused: model\.onnx in the object store is not what was registered \(SHA-256 [0-9a-f]{12}…, expected [0-9a-f]{12}…\)$/,
  );
});

it('who follows production goes on with the model that it has, and refuses the changed one', async () => {
  await storeModel(objects, { dataset, version: 6, production: true });
  const following = await testService({ objects, dataset, version: 'production' });
  await flipBit(FILES.graph);
  await objects.put(pointerAddress(dataset), JSON.stringify({ version: 7 }));
  const answer = await following.ask('POST', '/reload');
  expect(answer.status).toBe(503);
  expect(JSON.stringify(answer.json)).toContain('is not what was registered');
  expect((await following.ask('POST', '/predict', { state: 'Ohio' })).json.model_version).toBe(6);
});

it('a revision that was told what its version is refuses another, though its files fit each other', async () => {
  const registered = sha256(await objects.read(at(FILES.metadata)));
  await testService({ objects, dataset, version: 7, sha256: registered });
  // As whoever may write both files would do it.
  await storeModel(objects, { dataset, version: 7, size: 5 });
  await changeMetadata((metadata) => ({ ...metadata, runId: 'another' }));
  await expect(testService({ objects, dataset, version: 7, sha256: registered })).rejects.toThrow(
    'metadata.json in the object store is not what was registered',
  );
});

it('what the pointer says of the version is held against it', async () => {
  const pointer = { version: 7, sha256: sha256('something else') };
  await objects.put(pointerAddress(dataset), JSON.stringify(pointer));
  const following = await testService({ objects, dataset, version: 'production' });
  expect((await following.ask('POST', '/predict', { state: 'Ohio' })).status).toBe(503);
});

it('a version of an earlier release, of which nothing is known, is served', async () => {
  await changeMetadata(({ files: _, ...metadata }) => metadata);
  const service = await testService({ objects, dataset, version: 7 });
  expect((await service.ask('POST', '/predict', { state: 'Ohio' })).status).toBe(200);
});

it('a changed file that is read later is a refusal too, and no broken answer', async () => {
  await objects.put(at(FILES.importance), '[]');
  const metadata = { dataset, version: 7, files: { [FILES.importance]: sha256('[1]') } };
  await expect(readStored(objects, metadata, 'importance')).rejects.toMatchObject({
    status: 503,
    message: expect.stringContaining('importance.json in the object store is not what was registered'),
  });
});
