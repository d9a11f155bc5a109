import { expect, test } from 'vitest';
import { goDuration, isoDuration } from '../manifests/durations.ts';
import { deliver, deliveryPolicy, isRetried } from './delivery.ts';

test('retried are network errors, 5xx, 404, 408, 409 and 429, as Knative has it', () => {
  const all = [-1, ...Array.from({ length: 400 }, (_, i) => 200 + i)];
  const retried = all.filter(isRetried);
  expect(retried.slice(0, 5)).toEqual([-1, 404, 408, 409, 429]);
  expect(retried.slice(5)).toEqual(Array.from({ length: 100 }, (_, i) => 500 + i));
});

test('exponential pauses double from the delay; linear ones grow from none', () => {
  const pauses = (backoffPolicy: 'exponential' | 'linear') => {
    const { pause } = deliveryPolicy({ backoffPolicy, backoffDelay: 'PT0.2S' });
    return [1, 2, 3, 4].map(pause);
  };
  expect(pauses('exponential')).toEqual([200, 400, 800, 1600]);
  expect(pauses('linear')).toEqual([0, 200, 400, 600]);
  expect(deliveryPolicy(undefined).retry).toBe(10);
});

test('tries are one more than retries', async () => {
  const event = {
    attributes: { specversion: '1.0', id: '1', source: 's', type: 't' },
    body: Buffer.alloc(0),
  };
  let tries = 0;
  const send = async () => {
    tries++;
    return { status: 503, headers: {}, body: Buffer.from('away') };
  };
  const outcome = await deliver(
    event,
    { url: 'x', send },
    deliveryPolicy({ retry: 4, backoffDelay: 'PT0.001S' }),
  );
  expect([tries, outcome.status, outcome.body.toString()]).toEqual([5, 503, 'away']);
});

test('durations of both kinds', () => {
  expect(['30s', '1m30s', '500ms', '1.5h'].map(goDuration)).toEqual([30_000, 90_000, 500, 5_400_000]);
  expect(['PT0.2S', 'PT1M', 'P1DT2H', 'PT30S'].map(isoDuration)).toEqual([200, 60_000, 93_600_000, 30_000]);
  expect(() => goDuration('30')).toThrow('"30" is no duration');
  expect(() => isoDuration('200ms')).toThrow('PT0.2S');
});
