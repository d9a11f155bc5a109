import { expect, it } from 'vitest';
import { realtor } from '../../shared/datasets/realtor/index.ts';
import { checkInput } from './input.ts';

it('a code beyond what a double holds keeps its digits, and what is echoed and logged is JSON', () => {
  const inputs = [9_007_199_254_740_993n, 9_007_199_254_740_992n].map((street) =>
    checkInput(realtor, { street, bed: 3 }),
  );
  expect(inputs).toMatchObject([
    { row: { street: '9007199254740993' }, given: { street: '9007199254740993', bed: 3 } },
    { row: { street: '9007199254740992' }, given: { street: '9007199254740992', bed: 3 } },
  ]);
  expect(() => JSON.stringify(inputs)).not.toThrow();
});

it('a code that came as a double which may have been another number is refused', () => {
  expect(checkInput(realtor, { street: 9_007_199_254_740_994 })).toMatchObject({
    problems: [{ field: 'street', message: expect.stringContaining('not exact: send it as a text') }],
  });
});

it('a bad value beyond what JSON holds is told as text', () => {
  const checked = checkInput(realtor, { bed: 10n ** 400n });
  expect(checked).toMatchObject({ problems: [{ field: 'bed', value: `1${'0'.repeat(99)}` }] });
});
