import { expect, it } from 'vitest';
import { checkDataset, faultsOf } from './check.ts';
import { changed, faults, kinds, tiny } from './checks/fixtures/changed.ts';
import { diabetes } from './diabetes/index.ts';
import { realtor } from './realtor/index.ts';

it.each([realtor, diabetes, tiny, kinds])('the declaration of $name is right', (dataset) => {
  expect(faultsOf(dataset)).toEqual([]);
});

it('the example is a request that is answered', () => {
  expect(faults(['example.rooms', 77])).toEqual(['example.rooms: expected 1 to 20, got 77']);
});

it('all faults are told in one text, a line for each', () => {
  const wrong = changed(tiny, ['target.column', 'rnt'], ['objective.better', 'higher']);
  expect(() => checkDataset(wrong)).toThrow(
    'the declaration of data set "tiny" has 2 faults:\n' +
      '  target.column: there is no column "rnt"; did you mean "rent"?\n' +
      '  objective.better: is "higher", but of mae less is better: expected lower',
  );
  expect(() => checkDataset(5)).toThrow(
    'the declaration of a data set has a fault:\n  expected an object, got 5',
  );
});
