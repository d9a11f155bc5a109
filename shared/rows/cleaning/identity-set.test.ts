import { expect, it } from 'vitest';
import { bucketFor, hexOf, identityOf } from './identity.ts';
import { identitySet } from './identity-set.ts';

it('agrees with a Set, through several growths', () => {
  const ours = identitySet();
  const theirs = new Set<string>();
  for (let i = 0; i < 60_000; i++) {
    const identity = identityOf(String((i * 7919) % 40_000));
    const isNew = !theirs.has(identity);
    theirs.add(identity);
    expect(ours.add(identity)).toBe(isNew);
  }
  expect(ours.size).toBe(theirs.size);
});

it('the identity is the first half of SHA-256', () => {
  // sha256("abc"), FIPS 180-2, appendix B.1.
  expect(hexOf(identityOf('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223');
});

it('rows of a group share a bucket; where a part is missing the row stands for itself', () => {
  expect(bucketFor(['5', '06106'], 'aa')).toBe(bucketFor(['5', '06106'], 'bb'));
  const alone = Array.from({ length: 50 }, (_, i) => bucketFor(['', '06106'], `row ${i}`));
  expect(new Set(alone).size).toBeGreaterThan(10);
});
