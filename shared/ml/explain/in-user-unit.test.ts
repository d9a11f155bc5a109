import { describe, expect, it } from 'vitest';
import { inProbability, inUserUnit } from './in-user-unit.ts';

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
const spread = { kind: 'trees', outputs: 1, base: Float64Array.of(0), trees: [] } as const;

describe('in the unit of the user', () => {
  const interval = { level: 0.9, quantile: 1, spread };
  const head = { task: 'regression', transform: 'log', shift: 0.02, interval } as const;

  it('contributions sum to the price', () => {
    const explanation = { base: [12], contributions: [Float64Array.of(0.9, -0.4, 0, 0.1)] };
    const { base, contributions } = inUserUnit(head, explanation);
    expect(base).toBeCloseTo(Math.exp(12.02), 6);
    expect(base + sum(contributions)).toBeCloseTo(Math.exp(12.62), 6);
    expect([...contributions].map(Math.sign)).toEqual([1, -1, 0, 1]);
  });

  it('contributions that cancel are worth their share of the base', () => {
    const explanation = { base: [12], contributions: [Float64Array.of(0.1, -0.1)] };
    const { base, contributions } = inUserUnit(head, explanation);
    expect(sum(contributions)).toBeCloseTo(0, 6);
    expect(contributions[0]).toBeCloseTo(0.1 * base, 6);
  });

  it('contributions sum to the probability of each class', () => {
    const classification = {
      task: 'classification',
      classes: ['a', 'b', 'c'],
      scale: Float64Array.of(1, 0.8, 1.2),
      offset: Float64Array.of(0, 0.1, -0.1),
    } as const;
    const contributions = [Float64Array.of(1, 0.5), Float64Array.of(-1, 0.2), Float64Array.of(0, -2)];
    const answers = inProbability(classification, { base: [0.2, 0, -0.3], contributions });
    const totals = answers.map(({ base, contributions: parts }) => base + sum(parts));
    expect(sum(totals)).toBeCloseTo(1, 12);
    // softmax of scale * (base + contributions) + offset, by hand
    const scores = [1.7, 0.8 * -0.8 + 0.1, 1.2 * -2.3 - 0.1].map(Math.exp);
    totals.forEach((total, k) => {
      expect(total).toBeCloseTo((scores[k] as number) / sum(scores), 12);
    });
    expect(answers[0]?.contributions[0]).toBeGreaterThan(0);
  });
});
