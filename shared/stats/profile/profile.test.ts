import { describe, expect, it } from 'vitest';
import { seeded } from '../../ml/random.ts';
import { ksStatistic } from '../kolmogorov-smirnov.ts';
import { compareProfiles } from './compare-profiles.ts';
import { profileOf } from './profile-of.ts';

/** Repeatable numbers in [0, 1): a low-discrepancy sequence, shuffled by its own irrationality. */
const uniform = (n: number, start = 0) =>
  Float64Array.from({ length: n }, (_, i) => ((i + start) * 0.618033988749) % 1);
const table = (columns: Record<string, Float64Array | (string | null)[]>) => ({
  rows: Object.values(columns)[0]?.length ?? 0,
  columns,
});
const cities = (n: number, from: readonly string[]) =>
  Array.from(uniform(n, 5), (u) => from[Math.floor(u * from.length)] ?? null);

describe('a profile', () => {
  it('keeps few values exactly and counts what is missing', () => {
    const { columns } = profileOf(table({ bed: Float64Array.of(3, 2, Number.NaN, 3) }), { bed: 'numeric' });
    expect(columns.bed).toMatchObject({
      count: 3,
      missing: 1,
      distinct: 2,
      points: [2, 3],
      weights: [1, 2],
      max: 3,
    });
  });

  it('is within 1/1000 of the distribution of a long column', () => {
    const values = uniform(30_000).map((u) => Math.exp(4 * u));
    const sketch = profileOf(table({ price: values }), { price: 'numeric' }).columns.price;
    if (sketch?.kind !== 'numeric') throw new Error('numeric expected');
    const gap = ksStatistic(
      { values: sketch.points, weights: sketch.weights },
      { values: values.slice().sort() },
    );
    expect(sketch.points.length).toBe(1000);
    expect(gap).toBeLessThan(0.001);
  });

  it('survives JSON, also of a column without values', () => {
    const profile = profileOf(table({ a: Float64Array.of(Number.NaN), b: ['__proto__'] }), {
      a: 'numeric',
      b: 'text',
    });
    expect(JSON.parse(JSON.stringify(profile))).toEqual(profile);
  });

  it('lists the commonest thousand and those of its reference', () => {
    const many = Array.from({ length: 1500 }, (_, i) => `city ${i}`);
    const reference = profileOf(table({ city: ['city 999', 'city 999'] }), { city: 'text' });
    const { city } = profileOf(table({ city: many }), { city: 'text' }, reference).columns;
    if (city?.kind !== 'text') throw new Error('text expected');
    expect([city.values.length, city.other, city.distinct]).toEqual([1001, 499, 1500]);
  });
});

describe('a comparison', () => {
  const kinds = { price: 'numeric', city: 'text' } as const;
  const compare = (
    reference: Parameters<typeof profileOf>[0],
    current: Parameters<typeof profileOf>[0],
    share?: number,
  ) =>
    compareProfiles(profileOf(reference, kinds), profileOf(current, kinds), {
      columns: ['price', 'city'],
      target: 'price',
      ...(share === undefined ? {} : { share }),
    });

  it('of a table with itself finds nothing', () => {
    for (const rows of [500, 5000]) {
      const same = table({ price: uniform(rows), city: cities(rows, ['a', 'b', 'c']) });
      const report = compare(same, same);
      expect(report).toMatchObject({ drifted: false, share: 0 });
      expect(report.columns.map((column) => [column.drifted, column.psi])).toEqual([
        [false, 0],
        [false, 0],
      ]);
    }
  });

  it('tests small references for significance, large ones by distance, as Evidently', () => {
    const tests = (rows: number, values: readonly string[]) => {
      const same = table({ price: uniform(rows), city: cities(rows, values) });
      return compare(same, same).columns.map((column) => column.test);
    };
    expect(tests(1000, ['a', 'b', 'c'])).toEqual(['ks', 'chi-square']);
    expect(tests(1000, ['a', 'b'])).toEqual(['ks', 'z']);
    expect(tests(1001, ['a', 'b'])).toEqual(['wasserstein', 'jensen-shannon']);
  });

  it('a numeric column of few values is compared as categories', () => {
    const codes = table({ price: uniform(2000).map((u) => Math.floor(u * 4)), city: cities(2000, ['a']) });
    expect(compare(codes, codes).columns[0]?.test).toBe('jensen-shannon');
  });

  it('measures a shift in standard deviations of the reference', () => {
    const reference = table({ price: uniform(20_000), city: cities(20_000, ['a', 'b']) });
    const shifted = table({ price: uniform(20_000).map((u) => u + 0.1), city: cities(20_000, ['a', 'b']) });
    const report = compare(reference, shifted);
    expect(report.columns[0]?.statistic).toBeCloseTo(0.1 * Math.sqrt(12), 2);
    expect(report.columns[0]?.ks).toBeCloseTo(0.1, 2);
    expect(report).toMatchObject({ drifted: true, share: 0.5 });
    expect(report.target?.drifted).toBe(true);
    expect(compare(reference, shifted, 0.6).drifted).toBe(false);
    expect(report.reason).toBe(
      'drift: 1 of 2 columns drifted (50 % needed): price (wasserstein 0.346, limit 0.1); ' +
        'target drifted: price (wasserstein 0.346, limit 0.1)',
    );
  });

  it('no sentence calls steady what it shows beyond its limit', () => {
    const reference = table({ price: uniform(5000), city: cities(5000, ['a', 'b', 'c']) });
    const reasons = Array.from({ length: 60 }, (_, start) => {
      const random = seeded(start);
      const prices = Float64Array.from({ length: 40 }, random);
      return compare(reference, table({ price: prices, city: cities(40, ['a', 'b', 'c']) })).reason;
    });
    const steady = reasons.flatMap(
      (reason) =>
        /steady: price \(wasserstein ([\d.]+)(?:, within chance: p ([\d.e-]+))?, limit ([\d.]+)\)/.exec(
          reason,
        ) ?? [],
    );
    const shown = Array.from({ length: steady.length / 4 }, (_, at) => steady.slice(4 * at + 1, 4 * at + 4));
    expect(shown.length).toBe(reasons.filter((reason) => reason.includes('steady')).length);
    expect(shown.some(([, chance]) => chance !== undefined)).toBe(true);
    for (const [distance, chance, limit] of shown)
      if (chance === undefined) expect(Number(distance)).toBeLessThan(Number(limit));
      else expect(Number(chance)).toBeGreaterThanOrEqual(Number(limit));
  });

  it('new categories are drift, however many the reference lists', () => {
    const reference = table({ price: uniform(3000), city: cities(3000, ['a', 'b']) });
    const current = table({ price: uniform(3000), city: cities(3000, ['a', 'b', 'new', 'newer']) });
    const city = compare(reference, current).columns[1];
    // half the mass is new: sqrt(1/2 * (ln(4/3) + (ln(2/3) + ln 2) / 2)) in nats
    expect(city?.statistic).toBeCloseTo(0.4645, 3);
  });

  it('a column that lost its values drifted', () => {
    const full = table({ price: uniform(2000), city: cities(2000, ['a', 'b']) });
    const empty = table({ price: uniform(2000), city: new Array<null>(2000).fill(null) });
    expect(compare(full, empty).columns[1]).toMatchObject({
      test: 'none',
      drifted: true,
      missing: { current: 1 },
    });
  });
});

describe('what is drawn', () => {
  const kinds = { price: 'numeric', city: 'text' } as const;
  const drawn = (column: 'price' | 'city', current: Parameters<typeof profileOf>[0]) => {
    const reference = table({
      price: uniform(4000).map((u) => Math.exp(8 * u)),
      city: Array.from(uniform(4000), (u) => `city ${Math.floor(60 * u * u)}`),
    });
    const report = compareProfiles(profileOf(reference, kinds), profileOf(current, kinds), {
      columns: [column],
    });
    const { distribution } = report.columns[0] ?? {};
    if (!distribution) throw new Error('a distribution is expected');
    return distribution;
  };
  const current = table({
    price: uniform(2000).map((u) => 2 * Math.exp(8 * u)),
    city: Array.from(uniform(2000), (u) => `town ${Math.floor(9 * u)}`),
  });

  it.each(['price', 'city'] as const)(
    'of %s are the shares of all rows on both sides, in few bars',
    (column) => {
      const { reference, current: now } = drawn(column, current);
      expect(reference.length).toBeLessThanOrEqual(30);
      expect(now.length).toBe(reference.length);
      for (const shares of [reference, now]) expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 3);
    },
  );

  it('names the commonest categories of the reference, and takes the others together', () => {
    const bars = drawn('city', current);
    if (bars.kind !== 'bars') throw new Error('bars are expected');
    expect([bars.values[0], bars.values.at(-1)]).toEqual(['city 0', null]);
    expect(bars.current.at(-1)).toBe(1);
  });
});
