/** Container statuses as a kubelet reports them. */
import { expect, test } from 'vitest';
import type { ContainerStatus, Pod } from '../../shared/runtime/knative/api.ts';
import { troubleOf } from './trouble.ts';

const podWith = (status: ContainerStatus): Pod => ({
  metadata: { name: 'pod' },
  spec: { containers: [] },
  status: { containerStatuses: [{ restartCount: 0, state: {} }, status] },
});

/** The end of what Node 24 prints when a top-level await is rejected: source, error, stack. */
const OUTPUT = `...text4[at]==="\\r"&&(at+=1),text4[at]===\`
                                                             ^

NoSuchObject: no object s3://models/realtor/4711/model.onnx
    at stream5 (file:///app/predict.js:126:12874)
    at async start (file:///app/predict.js:302:85669)

Node.js v24.21.0
`;

test('a container that died tells what of, also while it waits to be started again', () => {
  const terminated = { exitCode: 1, message: OUTPUT };
  const expected = 'its container ended with 1: NoSuchObject: no object s3://models/realtor/4711/model.onnx';
  expect(troubleOf([podWith({ restartCount: 4, state: { terminated } })])).toBe(expected);
  const waiting = { reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container' };
  expect(troubleOf([podWith({ restartCount: 4, state: { waiting }, lastState: { terminated } })])).toBe(
    expected,
  );
});

test('other last words are told by their last line', () => {
  const terminated = { exitCode: 134, message: 'Last few GCs\nFATAL ERROR: heap out of memory\n' };
  expect(troubleOf([podWith({ restartCount: 1, lastState: { terminated } })])).toBe(
    'its container ended with 134: FATAL ERROR: heap out of memory',
  );
  expect(troubleOf([podWith({ restartCount: 1, lastState: { terminated: { exitCode: 137 } } })])).toBe(
    'its container ended with 137',
  );
});

test('an image that cannot be had is named', () => {
  const waiting = { reason: 'ImagePullBackOff', message: 'Back-off pulling image "i:1"' };
  expect(troubleOf([podWith({ restartCount: 0, state: { waiting } })])).toBe(
    'ImagePullBackOff: Back-off pulling image "i:1"',
  );
});

test('a container that starts, runs or ended well is no explanation', () => {
  const starting = podWith({ restartCount: 0, state: { waiting: { reason: 'ContainerCreating' } } });
  const ended = podWith({ restartCount: 0, state: { terminated: { exitCode: 0 } } });
  expect(troubleOf([starting, ended])).toBeUndefined();
  expect(troubleOf([])).toBeUndefined();
});
