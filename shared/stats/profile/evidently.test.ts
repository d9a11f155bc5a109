/** Tests chosen, values and verdicts are Evidently's (scripts/reference/drift.py). */
import { describe, expect, it } from 'vitest';
import { compareColumn } from './compare-column.ts';
import cases from './fixtures/drift.json' with { type: 'json' };
import { profileOf } from './profile-of.ts';

/** The formulas of the script: a walk through the residues of a prime. */
const uniform = (i: number, start: number) => (((i + start) * 7919 + 12345) % 10007) / 10007;

function numbers([rows, start, step, shift, missing]: readonly number[]): Float64Array {
  return Float64Array.from({ length: rows as number }, (_, i) => {
    if (missing && i % missing === 0) return Number.NaN;
    const at = Math.floor((uniform(i, start as number) ** 3 * 100) / (step as number));
    return at * (step as number) + (shift as number);
  });
}

function texts([rows, start, values, power]: readonly number[]): string[] {
  return Array.from(
    { length: rows as number },
    (_, i) => `v${Math.floor(uniform(i, start as number) ** (power as number) * (values as number))}`,
  );
}

function profiled(kind: string, side: readonly number[]) {
  const c = kind === 'numeric' ? numbers(side) : texts(side);
  const { columns } = profileOf(
    { rows: c.length, columns: { c } },
    { c: kind === 'numeric' ? kind : 'text' },
  );
  if (!columns.c) throw new Error('the column is profiled');
  return columns.c;
}

/** Beyond 1,000 distinct values a profile is a sketch. */
const isSketch = (name: string) => name.endsWith('all different');

describe('as Evidently', () => {
  it.each(cases)('$name: $test', ({ name, kind, reference, current, test, value, drifted, psi }) => {
    const drift = compareColumn('c', profiled(kind, reference), profiled(kind, current));
    const close = isSketch(name) ? 0.002 : 1e-9;
    expect(drift.test).toBe(test);
    const byDistance = test === 'wasserstein' || test === 'jensen-shannon';
    const measured = (byDistance ? drift.statistic : drift.pValue) as number;
    expect(Math.abs(measured - value)).toBeLessThan(byDistance ? close : Math.max(1e-12, 1e-6 * value));
    expect(drift.drifted).toBe(drifted);
    expect(Math.abs((drift.psi as number) - psi)).toBeLessThan(close);
  });
});
