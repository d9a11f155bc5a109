/** A batch of 400,000 rows streams through: no process holds it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KEYS } from '../functions/console/sample/source.ts';
import { syntheticSource } from '../functions/console/sample/synthetic.ts';
import { residentMegabytes } from '../scripts/benchmarks/memory.ts';
import { startTestPlatform, type TestPlatform } from './platform.ts';

const ROWS = 400_000;
const LIMIT_MB = 512;

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});

afterAll(async () => {
  await platform.stop();
});

test.skipIf(process.platform !== 'linux')('ingest and clean stay under 512 MB resident each', async () => {
  const peaks: Record<string, number> = {};
  platform.observe((seen) => {
    if (seen.kind !== 'delivery' || !['ingest', 'clean'].includes(seen.trigger)) return;
    for (const { pid } of platform.pods(seen.trigger))
      peaks[seen.trigger] = Math.max(peaks[seen.trigger] ?? 0, residentMegabytes(pid, 'VmHWM') ?? 0);
  });
  // Rows of users train no model: the chain ends with the drift check.
  await platform.post('large', listings(), { dataset: 'realtor', origin: 'user' });
  const { received, clean, rejected, duplicate } = await platform.ended('large', { dataset: 'realtor' });
  expect(received).toBe(ROWS);
  expect((clean ?? 0) + (rejected ?? 0) + (duplicate ?? 0)).toBe(ROWS);
  expect(clean).toBeGreaterThan(0.9 * ROWS);
  expect(Object.keys(peaks).sort()).toEqual(['clean', 'ingest']);
  expect(Math.min(...Object.values(peaks))).toBeGreaterThan(0);
  expect(Math.max(...Object.values(peaks))).toBeLessThan(LIMIT_MB);
});

function listings(): string {
  const lines = [KEYS.join(',')];
  for (const row of syntheticSource({ seed: 5, batches: 1, rows: ROWS }).batch(1, {
    group: 1,
    day: 'Tuesday',
  }))
    lines.push(KEYS.map((key) => quoted(row[key])).join(','));
  return `${lines.join('\n')}\n`;
}

function quoted(value: string | number | null): string {
  const text = String(value ?? '');
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
