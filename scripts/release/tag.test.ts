import { expect, test } from 'vitest';
import { tagOf } from './tag.ts';

const at = new Date('2026-03-01T23:30:00Z');
const sha = '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567';

test.for([
  ['refs/heads/main', '20260301-0a1b2c3'],
  ['refs/tags/v1.2.3', 'v1.2.3'],
  ['refs/heads/drift', 'drift'],
  ['refs/heads/ana/drift of Æ', 'ana-drift-of-'],
  ['refs/heads/.hidden', 'hidden'],
  ['refs/heads/latest', 'branch-latest'],
] as const)('%s is %s', ([ref, tag]) => {
  expect(tagOf({ ref, sha, at })).toBe(tag);
});

test('a name as long as a branch may be fits a tag', () => {
  expect(tagOf({ ref: `refs/heads/${'x'.repeat(300)}`, sha, at })).toHaveLength(128);
});

test('what gives no tag is refused', () => {
  expect(() => tagOf({ ref: 'refs/heads/---', sha, at })).toThrow('gives no tag');
  expect(() => tagOf({ ref: 'refs/heads/main', sha: 'HEAD', at })).toThrow('no commit');
});
