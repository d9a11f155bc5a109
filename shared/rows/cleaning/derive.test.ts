import * as danfo from 'danfojs-node';
import { expect, it } from 'vitest';
import type { Derived } from '../../datasets/declaration.ts';
import { realtor } from '../../datasets/realtor/index.ts';
import { evaluate } from '../../ml/evaluate.ts';
import { add, constant, divide, equals, multiply, subtract, yearsBefore } from '../../ml/expression.ts';
import { derive } from './derive.ts';

const table = {
  rows: 4,
  columns: {
    a: Float64Array.of(1, Number.NaN, 6, 0),
    b: Float64Array.of(4, 2, 0, 0),
    day: Float64Array.of(0, 365.25, Number.NaN, -3652.5),
    kind: ['x', null, 'y', 'x'],
  },
};
const derived = (of: Derived['of']): number[] =>
  Array.from(
    derive(danfo, { ...realtor, derived: { it: { label: 'It', of } } }, table, 3652.5).it as Float64Array,
  );

it('a missing operand and a division by 0 are missing', () => {
  expect(derived(divide('a', 'b'))).toEqual([0.25, Number.NaN, Number.NaN, Number.NaN]);
  expect(derived(subtract(1, 'a'))).toEqual([0, Number.NaN, -5, 1]);
  expect(derived(equals('kind', 'x'))).toEqual([1, 0, 0, 1]);
  expect(derived(constant(2))).toEqual([2, 2, 2, 2]);
});

it('years run from the date to the day of the load', () => {
  expect(derived({ op: 'yearsBeforeLoad', column: 'day' })).toEqual([10, 9, Number.NaN, 20]);
});

it.each([add('a', 'b'), multiply(add('a', 1), 'b'), divide(multiply('a', 3), 'b'), yearsBefore('day', 700)])(
  'agrees with what the model computes: %j',
  (formula) => {
    const model = evaluate(formula, table);
    derived(formula).forEach((value, row) => {
      if (Number.isNaN(model[row])) expect(value).toBeNaN();
      else expect(value).toBeCloseTo(model[row] as number, 5);
    });
  },
);
