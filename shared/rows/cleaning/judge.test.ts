import { expect, it } from 'vitest';
import type { Rule } from '../../datasets/declaration.ts';
import { realtor } from '../../datasets/realtor/index.ts';
import { judge } from './judge.ts';

const columns = {
  size: {
    column: Float64Array.of(5, Number.NaN, Number.NaN, 0, 11, 10),
    invalid: Uint8Array.of(0, 0, 1, 0, 0, 0),
  },
  kind: { column: ['a', 'b', null, 'c', 'a', 'b'], invalid: undefined },
};
const none = ['', '', '', '', '', ''];
const reasonsFor = (rules: Rule[], malformed = none): string[] => {
  const { verdict, reasons } = judge({ ...realtor, rules }, columns, malformed);
  return Array.from(verdict, (reason) => reasons[reason] as string);
};
const rule = (rejects: Rule['rejects']): Rule => ({ name: 'x', rejects });

it.each<[Rule['rejects'], string]>([
  [{ when: 'missing', column: 'size' }, ' x    '],
  [{ when: 'invalid', column: 'size' }, '  x   '],
  [{ when: 'outside', column: 'size', range: [1, 10] }, '   xx '],
  [{ when: 'at most', column: 'size', value: 0 }, '   x  '],
  [{ when: 'missing', column: 'kind' }, '  x   '],
  [{ when: 'one of', column: 'kind', values: ['a', 'c'] }, 'x  xx '],
  [{ when: 'not one of', column: 'kind', values: ['a', 'c'] }, ' x   x'],
])('%j rejects "%s"', (rejects, expected) => {
  expect(
    reasonsFor([rule(rejects)])
      .map((reason) => reason || ' ')
      .join(''),
  ).toBe(expected);
});

it('the first rule that a row breaks is its reason, and malformed comes before all', () => {
  const first: Rule = { name: 'first', rejects: { when: 'at most', column: 'size', value: 5 } };
  const second: Rule = { name: 'second', rejects: { when: 'one of', column: 'kind', values: ['a', 'c'] } };
  expect(reasonsFor([first, second], ['', 'text', '', '', '', ''])).toEqual([
    'first',
    'malformed',
    '',
    'first',
    'second',
    '',
  ]);
});
