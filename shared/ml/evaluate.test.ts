import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';
import { add, column, constant, divide, equals, multiply, subtract, yearsBefore } from './expression.ts';

const table = {
  rows: 4,
  columns: {
    bed: Float64Array.of(3, 0, Number.NaN, -2),
    size: Float64Array.of(1500, 900, 1200, 0.1),
    sold: Float64Array.of(0, 18_262.5, Number.NaN, -365.25),
    status: ['sold', 'for_sale', null, 'Sold'],
  },
};

describe('evaluate', () => {
  it('adds, subtracts and multiplies', () => {
    expect([...evaluate(add('bed', 1), table)]).toEqual([4, 1, Number.NaN, -1]);
    expect([...evaluate(subtract('bed', 'bed'), table)]).toEqual([0, 0, Number.NaN, 0]);
    expect([...evaluate(multiply('bed', constant(2)), table)]).toEqual([6, 0, Number.NaN, -4]);
  });

  it('divides, and what is divided by 0 is missing', () => {
    expect([...evaluate(divide('size', 'bed'), table)].slice(0, 3)).toEqual([500, Number.NaN, Number.NaN]);
    expect([...evaluate(divide('size', 0), table)]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  });

  it('compares a text to the letter, a missing one being unequal', () => {
    expect([...evaluate(equals('status', 'sold'), table)]).toEqual([1, 0, 0, 0]);
  });

  it('counts years of 365.25 days', () => {
    expect([...evaluate(yearsBefore('sold', 36_525), table)]).toEqual([100, 50, Number.NaN, 101]);
  });

  it('rounds each step to float32', () => {
    expect(evaluate(column('size'), table)[3]).toBe(Math.fround(0.1));
    const third = Math.fround(Math.fround(0.1) / 3);
    expect(evaluate(divide('size', 3), table)[3]).toBe(third);
    expect(evaluate(multiply(divide('size', 3), 3), table)[3]).toBe(Math.fround(third * 3));
  });

  it('says which column is absent, or of the other type', () => {
    expect(() => evaluate(column('bath'), table)).toThrow('no column "bath"');
    expect(() => evaluate(column('status'), table)).toThrow('"status" holds text');
  });
});
