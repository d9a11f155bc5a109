/** The brokers of the project, by their own YAML. */
import { resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { config, service, trigger } from '../../../tests/beds/manifests.ts';
import { send, type Testbed, testbed } from '../../../tests/beds/platform.ts';
import { patchResource } from '../manifests/kustomize.ts';
import { readManifests } from '../manifests/manifests.ts';
import { deliveryPolicy } from './delivery.ts';

let bed: Testbed | undefined;
afterEach(() => bed?.stop());

const folders = ['knative/overlays/local', 'eventing/overlays/local'];
const { brokers } = readManifests(folders.map((path) => resolve(import.meta.dirname, '../../..', path)));
const brokerNamed = (name: string) => {
  const found = brokers.find(({ metadata }) => metadata.name === name);
  if (!found) throw new Error(`there is no broker ${name}`);
  return found;
};

/** Seconds from the first try to the last, of a subscriber that refuses at once. */
function secondsOfTrying(name: string): number {
  const { retry, pause } = deliveryPolicy(brokerNamed(name).spec.delivery);
  return (
    Array.from({ length: retry }, (_, index) => pause(index + 1)).reduce((sum, ms) => sum + ms, 0) / 1000
  );
}

test('both try for more than three minutes before an event is a dead letter', () => {
  expect(secondsOfTrying('ingest')).toBeGreaterThan(180);
  expect(secondsOfTrying('pipeline')).toBeGreaterThan(180);
});

test('the ingest broker, for which a producer waits, is done within half of the ten minutes that one waits', () => {
  expect(secondsOfTrying('ingest')).toBeLessThan(300);
});

test('an event whose pod is killed at each of a dozen tries is delivered by the one after', async () => {
  const quick = patchResource(brokerNamed('ingest'), [
    {
      target: { kind: 'Broker' },
      operations: [{ op: 'replace', path: '/spec/delivery/backoffDelay', value: 'PT0.01S' }],
    },
  ]);
  bed = await testbed([
    config,
    service('stage'),
    service('dead-letter'),
    quick,
    trigger('stage', 'ingest', 'raw', 'stage'),
  ]);
  const { platform, observations, delivered } = bed;
  bed.answer = () => {
    if (delivered.length > 12) return { status: 204 };
    for (const { pid } of platform.pods('stage')) process.kill(pid, 'SIGKILL');
    return { status: 204, afterMs: 1000 };
  };
  expect((await send(bed, '/ingest', 'raw')).status).toBe(202);
  const tries = observations.filter(({ kind }) => kind === 'delivery');
  expect(tries.map((one) => 'status' in one && one.status)).toEqual([...Array(12).fill(-1), 204]);
});
