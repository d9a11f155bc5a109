/** From a posted batch to a served prediction, with a data set that no code of the project names. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ModelCard } from '../functions/card/card.ts';
import { predictions } from './answers.ts';
import { eventually, startTestPlatform, type TestPlatform } from './platform.ts';
import { oneTruth } from './production.ts';
import { tinyBatch } from './tiny.ts';

const first = tinyBatch({ rows: 1500, seed: 1 });
const flat = { flat: '77', size: 60, rooms: 3, district: 'harbour' };

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});

afterAll(async () => {
  await platform.stop();
});

describe('a third data set, known by one module', () => {
  test('its first batch becomes a model in production, and the ledger is exact', async () => {
    expect(await platform.post('first', first.csv)).toBe(202);
    const { received, clean, rejected, duplicate, reasons, outcome, training } =
      await platform.ended('first');
    const { csv: _, ...expected } = first;
    expect({ received, clean, rejected, duplicate, reasons }).toEqual(expected);
    expect(outcome).toBe('promoted');
    await oneTruth(platform, 'tiny', 1);
    expect(training?.trials).toEqual({ done: 3, failed: 0, total: 3 });
  });

  test('the served model answers with an interval, and knows what it was asked', async () => {
    const { status, body } = await platform.send('POST', '/services/predict-tiny/predict', flat);
    expect(status).toBe(200);
    const { rent, interval, model_version } = body as {
      rent: number;
      interval: { lower: number; upper: number };
      model_version: number;
    };
    // By construction: 60 m² at 18 EUR, give or take 15 %.
    expect(rent).toBeGreaterThan(800);
    expect(rent).toBeLessThan(1350);
    expect(interval.lower).toBeLessThan(rent);
    expect(interval.upper).toBeGreaterThan(rent);
    expect(Number(model_version)).toBe(1);
  });

  test('its explanation adds up to the answer', async () => {
    const { body } = await platform.send('POST', '/services/predict-tiny/explain', flat);
    const { rent, base_value, shap_values } = body as {
      rent: number;
      base_value: number;
      shap_values: number[];
    };
    const sum = shap_values.reduce((total, value) => total + value, base_value);
    expect(Math.abs(sum - rent) / rent).toBeLessThan(1e-5);
  });

  test('what is served scores on the held-out rows what promotion has measured', async () => {
    const [version] = await platform.sql<{ metrics: { mae: number } }[]>`
      select metrics from marea.model_versions where name = 'tiny' and version = 1`;
    const rows = await platform.sql<{ rent: number }[]>`
      select flat, size, rooms, district, rent from tiny.clean_data where bucket >= 90`;
    const answers = await predictions(
      platform,
      rows.map(({ rent: _, ...asked }) => asked),
    );
    const errors = rows.map(({ rent }, row) => Math.abs(rent - (answers[row] ?? Number.NaN)));
    const mae = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(rows.length).toBeGreaterThan(100);
    expect(Math.abs(mae - (version?.metrics.mae ?? Number.NaN))).toBeLessThan(1e-9 * mae);
  });

  test('its card tells the metrics that were registered, as data and as a page', async () => {
    const [version] = await platform.sql<{ metrics: Record<string, number> }[]>`
      select metrics from marea.model_versions where name = 'tiny' and version = 1`;
    // Nothing waits for it: it may come a moment after the batch has ended.
    const card = await eventually(() => platform.get<ModelCard>('/models/tiny/1/card.json'), 'the card');
    expect(card.performance.metrics).toEqual(version?.metrics);
    expect(card.data).toMatchObject({
      rows: first.clean,
      ledger: { batches: 1, received: first.received, clean: first.clean, rejected: first.rejected },
    });
    expect(card.search.trials).toHaveLength(3);
    const page = await fetch(`${platform.url}/models/tiny/production/card`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await page.text()).toContain('Flats of one town');
  });

  test('a row alone, in a batch, and from another replica gets the same answer, to the last bit', async () => {
    const rows = tinyBatch({ rows: 60, seed: 5 })
      .csv.trim()
      .split('\n')
      .slice(1)
      .map((line) => {
        const [id, size, rooms, district] = line.split(',');
        return { flat: id, size: Number(size), rooms: Number(rooms), district };
      });
    const together = await predictions(platform, rows);
    const alone = await Promise.all(rows.map((row) => predictions(platform, [row])));
    expect(alone.flat()).toEqual(together);
    for (const { pid } of platform.pods('predict-tiny')) process.kill(pid, 'SIGKILL');
    await eventually(
      () => platform.pods('predict-tiny').every(({ state }) => state !== 'ready'),
      'no replica',
    );
    expect(await eventually(() => predictions(platform, rows), 'a new replica')).toEqual(together);
  });

  test('the same event again changes nothing, nor does the same batch under another event', async () => {
    const before = await counts(platform);
    expect(await platform.post('first', first.csv)).toBe(202);
    expect(await platform.post('first', first.csv, { eventId: 'another' })).toBe(202);
    await eventually(async () => (await deadLetters(platform)).length === 1, 'the impostor in dead letters');
    expect(await counts(platform)).toEqual(before);
  });

  test('rows that came before are duplicates, and nothing is trained on them', async () => {
    await platform.post('again', first.csv);
    const { received, clean, rejected, duplicate, outcome } = await platform.ended('again');
    expect({ clean, rejected, duplicate }).toEqual({
      clean: 0,
      rejected: first.rejected,
      duplicate: (received ?? 0) - first.rejected,
    });
    expect(outcome).toBe('not trained');
  });

  test('a batch like the others leaves the model alone, a batch from another world brings a new one', async () => {
    await platform.post('calm', tinyBatch({ rows: 1500, seed: 2, first: 10_000 }).csv);
    expect((await platform.ended('calm')).outcome).toBe('not trained');
    await platform.post('drifted', tinyBatch({ rows: 1500, seed: 3, first: 20_000, level: 2 }).csv);
    const { drift, outcome, reason } = await platform.ended('drifted');
    expect(drift?.drifted).toBe(true);
    expect(['promoted', 'rejected']).toContain(outcome);
    expect(reason).toMatch(/held-out rows/);
    await oneTruth(platform, 'tiny');
  });

  test('each rejected row is kept with its reason and its raw text', async () => {
    const rows = await platform.sql`
      select reason, raw->>'rent' as rent, count(*)::int as rows from tiny.rejected where batch = 'first'
      group by 1, 2 order by 1`;
    expect(rows.map(({ reason, rows: n }) => [reason, n])).toEqual([
      ['no_rent', first.reasons.no_rent],
      ['rent_not_positive', first.reasons.rent_not_positive],
    ]);
    expect(rows[1]?.rent).toBe('0');
  });

  test('status tells it all in one object', async () => {
    const status = await platform.get<Record<string, unknown>>('/api/status?dataset=tiny');
    expect(Object.keys(status).sort()).toEqual([
      'batches',
      'dataset',
      'deadLetters',
      'models',
      'production',
      'stalled',
      'traffic',
      'trainings',
    ]);
    expect(status.batches).toHaveLength(4);
    expect(status.stalled).toEqual([]);
  });

  test('an idle platform runs no function process', async () => {
    await eventually(() => platform.pending() === 0, 'the brokers to be empty');
    await eventually(() => platform.pods().length === 0, 'all functions to be gone', 100_000);
    expect(platform.pods()).toEqual([]);
  });
});

async function counts({ sql }: TestPlatform): Promise<unknown> {
  const [row] = await sql`
    select (select count(*)::int from tiny.raw_data) as raw, (select count(*)::int from tiny.clean_data) as clean,
           (select count(*)::int from tiny.rejected) as rejected, (select count(*)::int from marea.runs) as runs,
           (select count(*)::int from marea.model_versions) as versions`;
  return row;
}

async function deadLetters({ sql }: TestPlatform): Promise<unknown[]> {
  return [...(await sql`select id, error from marea.dead_letters where dataset = 'tiny'`)];
}
