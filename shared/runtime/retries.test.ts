/** Until when a stage is tried, against the brokers' YAML and a delivery that is really made. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { RETRIES, triedUntil } from './retries.ts';

const failedAt = new Date('2026-01-01T00:00:00Z');
const STORED = 'dev.marea.batch.stored';
const secondsLeft = (type: string, attempts: number): number | undefined => {
  const until = triedUntil(type, attempts, failedAt);
  return until ? (until.getTime() - failedAt.getTime()) / 1000 : undefined;
};

test.each(['ingest', 'pipeline'] as const)('what is known of the broker %s is what its YAML says', (name) => {
  const path = fileURLToPath(new URL(`../../eventing/base/broker-${name}.yaml`, import.meta.url));
  const { retry, backoffPolicy, backoffDelay } = parse(readFileSync(path, 'utf8')).spec.delivery;
  const { stepSeconds, ...known } = RETRIES[name];
  expect({ retry, backoffPolicy, backoffDelay }).toEqual({
    ...known,
    backoffPolicy: 'linear',
    backoffDelay: `PT${stepSeconds}S`,
  });
});

// 190 and 300 seconds in all, as the comments of the brokers have it.
test.each([
  ['dev.marea.batch.received', 1, 190],
  ['dev.marea.batch.received', 20, 19],
  [STORED, 1, 300],
  [STORED, 2, 300],
  [STORED, 3, 299],
  [STORED, 25, 24],
])('%s that failed %i times is tried for %i seconds more', (type, attempts, seconds) => {
  expect(secondsLeft(type, attempts)).toBe(seconds);
});

test('after more tries than a broker makes nobody knows', () => {
  expect(triedUntil(STORED, 26, failedAt)).toBeNull();
  expect(triedUntil(STORED, 1, null)).toBeNull();
});
