/** Declared features and formulas, in words. */
import { expect, test } from 'vitest';
import { datasets } from '../../shared/datasets/index.ts';
import { add, column, divide, equals, multiply } from '../../shared/ml/expression.ts';
import { expressionInWords, featuresInWords } from './features.ts';

test('a formula is written as one would by hand', () => {
  expect(expressionInWords(divide(multiply('acre_lot', 43_560), 'house_size'))).toBe(
    '(acre_lot × 43,560) / house_size',
  );
  expect(expressionInWords(divide('size', add('bed', 'bath')))).toBe('size / (bed + bath)');
  expect(expressionInWords(equals('status', 'sold'))).toBe('1 where status is sold, else 0');
});

test('places are told with those that they fall back to', () => {
  const zip3 = { column: 'zip', prefix: 3 };
  const [mean, count] = featuresInWords({
    columns: {},
    features: [
      { kind: 'targetMean', name: 'zip_price', levels: [['zip'], [zip3], ['state']] },
      { kind: 'frequency', name: 'listings', key: ['state', 'city'] },
    ],
  });
  expect(mean?.words).toMatch(
    /^mean of the target over rows of the same zip, else of the same first 3 characters of zip, else of the same state$/,
  );
  expect(count?.words).toBe('log of 1 + the number of training rows of the same state and city');
});

test('a column that goes in as it is has its label, and the direction that it is held to', () => {
  const columns = { bed: { type: 'number', label: 'Bedrooms' } } as const;
  const features = [{ kind: 'formula', name: 'beds', of: column('bed'), monotone: 1 }] as const;
  expect(featuresInWords({ columns, features })).toEqual([
    { name: 'beds', words: 'Bedrooms, as it comes; no answer falls as it grows' },
  ]);
});

test('every feature of every data set has words', () => {
  for (const dataset of datasets())
    for (const { words } of featuresInWords(dataset)) expect(words).toMatch(/^[^[\]]{3,}/);
});
