import { describe, expect, it } from 'vitest';
import { seeded } from '../../random.ts';
import { drawRows } from './draw-rows.ts';

function drawn(count: number, share: number, draws: number): { of: Int32Array; size: number }[] {
  const random = seeded('draws', share);
  return Array.from({ length: draws }, () => {
    const of = new Int32Array(count);
    return { size: drawRows(random, of, new Int32Array(count), share), of };
  });
}

describe('drawn rows', () => {
  it('come first, then the others, each part ascending', () => {
    for (const { of, size } of drawn(100, 0.6, 20)) {
      expect(of.subarray(0, size)).toEqual(of.slice(0, size).sort());
      expect(of.subarray(size)).toEqual(of.slice(size).sort());
      expect(new Set(of).size).toBe(100);
    }
  });

  it('are each row about equally often, and any two of them together as chance has it', () => {
    const [rows, share, draws] = [40, 0.3, 4000];
    const times = new Float64Array(rows);
    const together = new Float64Array(rows);
    for (const { of, size } of drawn(rows, share, draws)) {
      const taken = new Set(of.subarray(0, size));
      for (let row = 0; row < rows; row++) {
        if (taken.has(row)) (times[row] as number)++;
        if (taken.has(row) && taken.has((row + 1) % rows)) (together[row] as number)++;
      }
    }
    const isChance = (counts: Float64Array, p: number) => {
      const deviation = Math.sqrt(draws * p * (1 - p));
      for (const count of counts) expect(Math.abs(count - draws * p)).toBeLessThan(4.5 * deviation);
    };
    isChance(times, share);
    isChance(together, share ** 2);
  });

  it('are all with a share of 1, and when chance draws none', () => {
    expect(drawn(50, 1, 3).map(({ size }) => size)).toEqual([50, 50, 50]);
    expect(drawn(1, 0.001, 3).map(({ size }) => size)).toEqual([1, 1, 1]);
  });
});
