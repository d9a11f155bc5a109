import { describe, expect, it } from 'vitest';
import { column, divide, feature } from '../ml/expression.ts';
import { checkDataset } from './check.ts';
import type { Dataset } from './declaration.ts';
import { diabetes } from './diabetes/index.ts';
import { realtor } from './realtor/index.ts';

const withFeatures = (dataset: Dataset, features: Dataset['features']) => () =>
  checkDataset({ ...dataset, features });

it.each([realtor, diabetes])('the declaration of $name is right', (dataset) => {
  expect(() => checkDataset(dataset)).not.toThrow();
});

describe('a formula of features', () => {
  const size = { kind: 'groupMean', name: 'zip_size', column: 'house_size', levels: [['zip_code']] } as const;
  const beside = { kind: 'formula', name: 'beside', of: divide('house_size', feature('zip_size')) } as const;

  it('computes with those before it', () => {
    expect(withFeatures(realtor, [size, beside])).not.toThrow();
    expect(withFeatures(realtor, [beside, size])).toThrow(
      'feature "beside" computes with "zip_size", which is no single feature before it',
    );
  });

  it('computes with no feature of several columns', () => {
    const states = { kind: 'oneHot', name: 'zip_size', column: 'state' } as const;
    expect(withFeatures(realtor, [states, beside])).toThrow('no single feature before it');
    const rate = { kind: 'targetMean', name: 'rate', levels: [['race']] } as const;
    const twice = { kind: 'formula', name: 'twice', of: feature('rate') } as const;
    expect(withFeatures(diabetes, [rate, twice])).toThrow('"rate", which is no single feature before it');
  });

  it('is nothing that a column can be derived by', () => {
    const derived = { wrong: { label: 'Wrong', of: feature('bed') } };
    expect(() => checkDataset({ ...realtor, derived })).toThrow('derived "wrong" computes with a feature');
  });
});

describe('a mean for each unit', () => {
  const perDay = { kind: 'targetMean', name: 'x', levels: [['race']], per: 'time_in_hospital' } as const;

  it('is of targets that are logarithms', () => {
    expect(withFeatures(diabetes, [perDay])).toThrow('feature "x" takes the target per unit');
  });

  it('is for each unit of another column than the target', () => {
    const disguised = { kind: 'targetMean', name: 'x', levels: [['state']], per: 'price' } as const;
    expect(withFeatures(realtor, [disguised])).toThrow('feature "x" uses the target');
    const ofTarget = { kind: 'groupMean', name: 'x', column: 'price', levels: [['state']] } as const;
    expect(withFeatures(realtor, [ofTarget])).toThrow('feature "x" uses the target');
  });
});

it('a feature is refused that names no column of the data set', () => {
  const strange = [
    { kind: 'category', name: 'x', key: ['stat'] },
    { kind: 'formula', name: 'y', of: column('beds') },
  ] as const;
  expect(withFeatures(realtor, strange)).toThrow(/the column "stat".*the column "beds"/);
});

describe('how values are written', () => {
  /** As a declaration that no compiler has seen. */
  const withColumn = (column: object) => () => {
    const changed: object = { ...realtor, columns: { ...realtor.columns, lot: { label: 'Lot', ...column } } };
    checkDataset(changed as Dataset);
  };

  it('is one of the known ways, for columns that can be written so', () => {
    expect(withColumn({ type: 'number', numbers: '1.234,5' })).not.toThrow();
    expect(withColumn({ type: 'date', dates: 'day/month/year' })).not.toThrow();
    expect(withColumn({ type: 'number', numbers: '1.000,00' })).toThrow(
      /column "lot" has numbers "1.000,00", none of 1234.5, 1,234.5/,
    );
    expect(withColumn({ type: 'date', dates: 'd/m/y' })).toThrow('column "lot" has dates "d/m/y", none of');
    expect(withColumn({ type: 'text', numbers: '1.234,5' })).toThrow('column "lot" has no numbers');
    expect(withColumn({ type: 'number', dates: 'day/month/year' })).toThrow('column "lot" has no dates');
  });

  it('texts are declared as they are read', () => {
    expect(withColumn({ type: 'text', values: ['S\u00e3o Paulo'] })).not.toThrow();
    expect(withColumn({ type: 'text', values: ['Sa\u0303o Paulo'] })).toThrow(
      'which is read as "S\u00e3o Paulo"',
    );
    const target = { column: 'readmitted', task: 'classification', classes: ['<30', '>  30'] } as const;
    expect(() => checkDataset({ ...diabetes, target })).toThrow(
      'the target has the class ">  30", which is read',
    );
  });
});
