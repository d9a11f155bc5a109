import { expect, test } from 'vitest';
import type { BatchLine } from '../../shared/api/batches.ts';
import type { Version } from '../../shared/api/models.ts';
import { withinColumns } from './columns.ts';
import { statusText } from './status-text.ts';

const long =
  'the first model, and good enough on 4,051 held-out rows: r2 0.503 (at least 0.35) and so on; '.repeat(8);
const at = '2026-01-01T00:00:00.000Z';

const batch = (i: number): BatchLine => ({
  id: `${'listings of the whole country '.repeat(5)}${i}`,
  stage: 'approved',
  outcome: null,
  reason: i % 2 === 0 ? long : null,
  received: 1_234_567_890,
  clean: 1_111_111_111,
  rejected: 23_456_779,
  duplicate: 100_000_000,
  startedAt: at,
  endedAt: null,
  reasons: {},
  reading: {},
  forms: {},
  unreadable: {},
  held: null,
  retractedAt: null,
  retractedBecause: null,
});
const version = (number: number): Version => ({
  damaged: null,
  stage: 'Production',
  createdAt: at,
  runId: null,
  version: number,
  state: 'in production',
  metrics: {
    r2: 0.5,
    r2_weighted: 0.6,
    rmse: 382_733.4,
    mae: 110_400,
    mdape: 0.19,
    r2_log: 0.666,
    coverage: 0.9,
    pinball: 21_000.3,
  },
  reason: long,
});

const status = (batches: readonly BatchLine[], models: readonly Version[]) => ({
  dataset: 'realtor',
  batches,
  models,
  production: { version: 3 },
  traffic: [],
  trainings: [],
  stalled: [],
  deadLetters: [],
});

test('long names, long reasons, many batches and large numbers stay within 100 columns', () => {
  const batches = Array.from({ length: 30 }, (_, i) => batch(i));
  const text = withinColumns(statusText(status(batches, [version(2), version(3)]), 'http://127.0.0.1:8080'));
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  // The newest twenty, each told from the others, with whole counts and reasons.
  for (let i = 10; i < 30; i++)
    expect(text).toMatch(new RegExp(`^lis.*\\.\\.\\..* ${i} +approved, rolling out `, 'm'));
  expect(text).toContain('1,234,567,890  1,111,111,111');
  expect(text.replaceAll(/\s+/g, ' ')).toContain(long.trim().replaceAll(/\s+/g, ' '));
  expect(text).toContain('(and 10 before)');
  expect(text).toContain('rmse 382,733, mae 110,400');
});

test('a usual batch is one line', () => {
  const usual = {
    ...batch(1),
    id: '460f3fb61df14db4e90fc3d4198d72d5',
    stage: 'cleaned',
    received: 12_000,
    clean: 11_524,
    rejected: 109,
    duplicate: 367,
  };
  expect(
    statusText(status([usual], []), '')
      .split('\n')
      .at(-1),
  ).toMatch(/^460f3fb61df14db4e90fc3d4198d72d5 {2}cleaned +12,000/);
});

test('a version whose files are not what was registered is told below its table', () => {
  const damaged = 'model.onnx is not what was registered: new pods refuse this version';
  const text = statusText(status([], [version(2), { ...version(3), damaged }]), '');
  expect(text.match(/^damaged .*$/gm)).toEqual([`damaged  version 3: ${damaged}`]);
});
