import { describe, expect, it } from 'vitest';
import type { FittedLevel, FittedLookup } from '../../ml/features/fitted.ts';
import { keySeparator } from '../../ml/features/fitted.ts';
import { MISSING, Numberings, UNKNOWN } from './numbering.ts';

const level = (key: string[], keys: string[]): FittedLevel => ({ key, keys, rows: [...keys.keys()] });
const lookup = (name: string, ...levels: FittedLevel[]): FittedLookup => ({
  kind: 'lookup',
  names: [name],
  levels,
  values: new Array<number>(10).fill(0),
});
const town = level(['state', 'town'], [`A${keySeparator}x`, `B${keySeparator}x`]);
const state = level(['state'], ['A', 'B']);
const zip = level(['zip'], ['1', '2', '3']);

describe('numbers of keys', () => {
  it('are greater the finer the level, and above those for missing and unknown', () => {
    const byZip = lookup('zip', zip, town, state);
    const [finest, middle, coarsest] = new Numberings([byZip]).levelsOf(byZip);
    expect(Math.min(...(finest?.numbers.values() ?? []))).toBeGreaterThan(
      Math.max(...(middle?.numbers.values() ?? [])),
    );
    expect(Math.min(...(middle?.numbers.values() ?? []))).toBeGreaterThan(
      Math.max(...(coarsest?.numbers.values() ?? [])),
    );
    expect(Math.min(...(coarsest?.numbers.values() ?? []))).toBeGreaterThan(Math.max(MISSING, UNKNOWN));
  });

  it('are the same for all features of a key', () => {
    const lookups = [
      lookup('a', state),
      lookup('b', town, state),
      lookup('c', zip, town, state),
      lookup('d', zip),
    ];
    const numberings = new Numberings(lookups);
    const [a, b, c, d] = lookups.map((one) => numberings.levelsOf(one));
    expect(a?.[0]).toBe(c?.[2]);
    expect(b).toEqual(c?.slice(1));
    expect(b?.[0]).toBe(c?.[1]);
    expect(d?.[0]).toBe(c?.[0]);
  });

  it('are others where a feature knows fewer texts of a level, which would hide what is coarser', () => {
    const [all, few] = [lookup('all', zip, state), lookup('few', level(['zip'], ['2']), state)];
    const numberings = new Numberings([all, few]);
    expect(numberings.levelsOf(few)[0]?.texts).toEqual(['2']);
    expect(numberings.levelsOf(all)[0]?.texts).toEqual(['1', '2', '3']);
  });

  it('hold for levels that fall back in opposite orders', () => {
    const [one, other] = [lookup('one', zip, state), lookup('other', state, zip)];
    const numberings = new Numberings([one, other]);
    for (const asked of [one, other]) {
      const [fine, coarse] = numberings.levelsOf(asked);
      expect(fine?.start).toBeGreaterThanOrEqual(coarse?.end as number);
    }
  });

  it('are refused to what is looked up by nothing', () => {
    const none = lookup('none');
    expect(() => new Numberings([none]).levelsOf(none)).toThrow('"none" is looked up by no key');
  });
});
