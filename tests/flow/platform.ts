/** The embedded platform with all functions, seen at the stores; no clock ticks but when it is told to. */
import { resolve } from 'node:path';
import { startTestPlatform, type TestPlatform } from '../platform.ts';
import type { Services } from '../services.ts';
import type { StoreWitness } from './witness.ts';

/** @param api URL of the data API, whose batches are for the data set of the tests */
export function startWitnessed(services: Services, store: StoreWitness, api: string): Promise<TestPlatform> {
  const paths = ['knative/overlays/local', 'eventing/overlays/local', 'eventing/overlays/local-collect'];
  const clocks = { kind: 'PingSource' };
  return startTestPlatform({
    manifests: [...paths, 'tests/fixtures/predict-tiny'].map((path) =>
      resolve(import.meta.dirname, '../..', path),
    ),
    metrics: true,
    env: { ...services.environment, DATA_API_URL: api },
    overrides: [
      ...store.overrides,
      { target: clocks, operations: [{ op: 'replace', path: '/spec/schedule', value: '0 0 1 1 *' }] },
      {
        target: { ...clocks, name: 'collect' },
        operations: [{ op: 'replace', path: '/spec/ceOverrides/extensions/dataset', value: 'tiny' }],
      },
    ],
  });
}
