import { describe, expect, it } from 'vitest';
import { mergeProfiles } from './merge-profiles.ts';
import type { ColumnKind, Columns, Profile } from './profile.ts';
import { profileOf } from './profile-of.ts';

const kinds: Readonly<Record<string, ColumnKind>> = { size: 'numeric', place: 'text' };
const size = Float64Array.of(3, 1, Number.NaN, 4, 1, 5, 9, 2, 6, 5);
const place = ['a', 'b', null, 'a', '__proto__', 'c', 'b', 'b', 'a', '10'];
const part = (from: number, to: number): Columns => ({
  rows: to - from,
  columns: { size: size.slice(from, to), place: place.slice(from, to) },
});
const profile = (from: number, to: number): Profile => profileOf(part(from, to), kinds);

describe('the profile of parts together', () => {
  it.each([
    ['two halves', [0, 5, 10]],
    ['single rows', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    ['one of them empty', [0, 4, 4, 10]],
  ])('is that of the whole: %s', (_, cuts) => {
    const [first, ...others] = cuts.slice(1).map((end, i) => profile(cuts[i] ?? 0, end));
    if (!first) throw new Error('no part');
    const { size: numbers, place: texts } = mergeProfiles(first, ...others).columns;
    const whole = profile(0, 10).columns;
    expect(texts).toEqual(whole.place);
    // numpy.mean and numpy.std of the nine numbers.
    expect(numbers).toEqual({
      ...whole.size,
      mean: expect.closeTo(4, 12),
      std: expect.closeTo(2.449489742783178, 12),
    });
  });

  it('has no moments where there is no value', () => {
    expect(mergeProfiles(profile(2, 3), profile(2, 3))).toMatchObject({
      rows: 2,
      columns: { size: { count: 0, missing: 2, mean: null, std: null, min: null, max: null } },
    });
  });

  it('leaves out what one of them has not, or looks at otherwise', () => {
    const other = profileOf({ rows: 1, columns: { size: ['7'] } }, { size: 'text' });
    expect(mergeProfiles(profile(0, 10), other)).toEqual({ rows: 11, columns: {} });
  });
});
