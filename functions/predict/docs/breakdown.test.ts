import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { below, seeded } from '../../../shared/ml/random.ts';
import { breakdownScript } from './breakdown.ts';

interface Line {
  readonly adds: number;
  readonly from: number;
  readonly to: number;
  readonly feature?: number;
  readonly others?: number;
}

interface Breakdown {
  readonly step: number;
  readonly lines: readonly Line[];
}

interface Explained {
  readonly answer: number;
  readonly base: number;
  readonly values: readonly number[];
  readonly isShare: boolean;
}

/** As the page does it. */
const breakdown = (explained: Explained, most: number): Breakdown =>
  JSON.parse(
    runInNewContext(`${breakdownScript}; JSON.stringify(breakdown(${JSON.stringify(explained)}, ${most}))`),
  );

test('the features that matter most come first, and the others are one line', () => {
  const explained = { answer: 252.2, base: 200, values: [1.2, -40, 100, -9, 0], isShare: false };
  const { step, lines } = breakdown(explained, 2);
  expect(step).toBeCloseTo(0.1, 12);
  expect(lines.map(({ feature, others, adds }) => [feature, others, adds])).toEqual([
    [undefined, undefined, 2000],
    [2, undefined, 1000],
    [1, undefined, -400],
    [undefined, 3, -78],
    [undefined, undefined, 2522],
  ]);
});

test('where all features are shown, what is left is rounding and no feature', () => {
  // Steps of 1: 700.4 and three times 100.4 are 700 and 100 each, and the answer is 1002.
  const explained = { answer: 1001.6, base: 700.4, values: [100.4, 100.4, 100.4], isShare: false };
  const { others, adds } = breakdown(explained, 3).lines.at(-2) ?? {};
  expect([others, adds]).toEqual([0, 2]);
  const named = (count: number): unknown => runInNewContext(`${breakdownScript}; othersNamed(${count})`);
  expect([0, 1, 2].map(named)).toEqual(['Rounding', '1 other feature', '2 other features']);
});

test('what is read sums to the answer, whatever rounding does', () => {
  const random = seeded('breakdown');
  for (let round = 0; round < 300; round++) {
    const isShare = round % 3 === 0;
    const size = isShare ? 0.05 : 10 ** (below(random, 7) - 1);
    const values = Array.from({ length: 1 + below(random, 30) }, () => size * (random() - 0.5));
    const base = isShare ? 0.4 : 10 * size;
    const answer = values.reduce((sum, value) => sum + value, base);
    const { step, lines } = breakdown({ answer, base, values, isShare }, 10);
    const [first, ...rest] = lines;
    const total = rest.pop();
    expect(rest.reduce((sum, { adds }) => sum + adds, first?.adds ?? Number.NaN)).toBe(total?.adds);
    expect((total?.adds ?? Number.NaN) * step).toBeCloseTo(answer, -Math.log10(step) - 0.31);
    // Each line begins where the one before has ended.
    for (const [index, { from }] of lines.slice(1).entries())
      expect(from === lines[index]?.to || index === rest.length).toBe(true);
  }
});

test('an explanation in which no feature matters is the answer', () => {
  const { lines } = breakdown({ answer: 1000, base: 1000, values: [0, 0], isShare: false }, 10);
  expect(lines.map(({ adds }) => adds)).toEqual([1000, 0, 1000]);
});
