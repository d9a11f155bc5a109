import { expect, test } from 'vitest';
import { retentionText } from './retention-text.ts';

test('what would be forgotten is a line for each table and kind of object', () => {
  const lines = retentionText([
    { what: 'outbox', unit: 'rows', days: 30, count: 1204 },
    { what: 'snapshots of training rows', unit: 'objects', days: 180, count: 0 },
  ]);
  expect(lines).toBe(
    '1,204 rows of outbox, kept for 30 days\n    0 objects of snapshots of training rows, kept for 180 days',
  );
});
