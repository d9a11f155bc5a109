import { expect, it } from 'vitest';
import { faultsOf } from '../check.ts';
import { diabetes } from '../diabetes/index.ts';
import { faults } from './fixtures/changed.ts';

const withColumn = (column: object): string[] => faults(['columns.lot', { label: 'Lot', ...column }]);

it('values are written in one of the known ways, in columns that can be written so', () => {
  expect(withColumn({ type: 'number', numbers: '1.234,5' })).toEqual([]);
  expect(withColumn({ type: 'date', dates: 'day/month/year' })).toEqual([]);
  expect(withColumn({ type: 'number', numbers: '1.000,00' }).join()).toMatch(
    /^columns\.lot\.numbers: "1\.000,00" is none of 1234\.5, 1,234\.5/,
  );
  expect(withColumn({ type: 'date', dates: 'd/m/y' }).join()).toMatch(
    /^columns\.lot\.dates: "d\/m\/y" is none of /,
  );
  expect(withColumn({ type: 'text', numbers: '1.234,5' })).toEqual([
    'columns.lot.numbers: is of columns of type number or integer, this one is of type text',
  ]);
});

it('texts are declared as they are read', () => {
  expect(withColumn({ type: 'text', values: ['S\u00e3o Paulo'] })).toEqual([]);
  expect(withColumn({ type: 'text', values: ['Rome', 'Sa\u0303o Paulo'] })).toEqual([
    'columns.lot.values[1]: "Sa\u0303o Paulo" is read as "S\u00e3o Paulo"',
  ]);
  const target = { ...diabetes.target, classes: ['<30', '>  30'] };
  expect(faultsOf({ ...diabetes, target })).toContainEqual({
    at: 'target.classes[1]',
    message: '">  30" is read as "> 30"',
  });
});
