import { expect, test } from 'vitest';
import { breakdown } from './breakdown.ts';

test('what matters most comes first, the others are one line, and it sums to the answer', () => {
  const { step, lines } = breakdown(
    { answer: 252.2, base: 200, values: [1.2, -40, 100, -9, 0], isShare: false },
    2,
  );
  expect(step).toBeCloseTo(0.1, 12);
  expect(lines.map(({ adds }) => adds)).toEqual([2000, 1000, -400, -78, 2522]);
  expect(lines.map(({ kind }) => kind)).toEqual(['start', 'feature', 'feature', 'others', 'total']);
  expect(lines.at(-2)).toMatchObject({ others: 3, from: 2600, to: 2522 });
});

test('where all have a line, what is left is rounding', () => {
  // Steps of 1: 700.4 and three times 100.4 are 700 and 100 each, and the answer is 1002.
  const explained = { answer: 1001.6, base: 700.4, values: [100.4, 100.4, 100.4], isShare: false };
  expect(breakdown(explained, 3).lines.at(-2)).toMatchObject({ others: 0, adds: 2 });
});

test('probabilities are told to a tenth of a percent', () => {
  const { step, lines } = breakdown({ answer: 0.5321, base: 0.4, values: [0.1321], isShare: true }, 5);
  expect([step, ...lines.map(({ adds }) => adds)]).toEqual([0.001, 400, 132, 532]);
});
