import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DIFFERENCES } from './differences.ts';

test('the README tells each difference from MLflow, with its reason, and no other', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, table = ''] = readme.split(
    'but for ids, times that a server gives, names that it makes up, and this:',
  );
  const rows = (table.trimStart().split('\n\n')[0] ?? '').split('\n').slice(2);
  expect(rows).toEqual(DIFFERENCES.map(({ what, why }) => `| ${what} | ${why} |`));
});
