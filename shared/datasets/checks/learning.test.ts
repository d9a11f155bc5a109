import { describe, expect, it } from 'vitest';
import { column, divide, feature } from '../../ml/expression.ts';
import { checkDataset, faultsOf } from '../check.ts';
import type { Dataset } from '../declaration.ts';
import { diabetes } from '../diabetes/index.ts';
import { realtor } from '../realtor/index.ts';
import { faults } from './fixtures/changed.ts';

const withFeatures = (dataset: Dataset, features: unknown) => () => checkDataset({ ...dataset, features });

describe('what models are judged by', () => {
  it('is of the task', () => {
    expect(faults(['accept.0.metric', 'r_2'])).toEqual([
      'accept[0].metric: "r_2" is none of r2, rmse, mae, mdape, r2_log, coverage, pinball; did you mean "r2"?',
    ]);
    expect(faults(['objective.metric', 'log_loss'])).toEqual([
      'objective.metric: "log_loss" is none of r2, rmse, mae, mdape, r2_log',
    ]);
    expect(faultsOf({ ...diabetes, accept: [{ metric: 'auc_<30', least: 0.6 }] })).toEqual([]);
  });

  it.each<[said: string, path: string, value: unknown]>([
    [
      'objective.better: is "higher", but of mae less is better: expected lower',
      'objective.better',
      'higher',
    ],
    [
      'accept[0]: goes from 0.9 to 0.1, expected the lesser one first',
      'accept.0',
      { metric: 'r2', least: 0.9, most: 0.1 },
    ],
    ['accept[0]: has neither "least" nor "most"', 'accept.0', { metric: 'r2' }],
    ['columns.size.range: goes from 9 to 1, expected the lesser one first', 'columns.size.range', [9, 1]],
  ])('can be met: %s', (said, path, value) => {
    expect(faults([path, value])).toEqual([said]);
  });
});

describe('a formula of features', () => {
  const size = { kind: 'groupMean', name: 'zip_size', column: 'house_size', levels: [['zip_code']] };
  const beside = { kind: 'formula', name: 'beside', of: divide('house_size', feature('zip_size')) };

  it('computes with those before it', () => {
    expect(withFeatures(realtor, [size, beside])).not.toThrow();
    expect(withFeatures(realtor, [beside, size])).toThrow(
      'features[0].of.right.name: no feature of one column before this one is called "zip_size"',
    );
  });

  it('computes with no feature of several columns', () => {
    const states = { kind: 'oneHot', name: 'zip_size', column: 'state' };
    expect(withFeatures(realtor, [states, beside])).toThrow('no feature of one column before this one');
    const rate = { kind: 'targetMean', name: 'rate', levels: [['race']] };
    const twice = { kind: 'formula', name: 'twice', of: feature('rate') };
    expect(withFeatures(diabetes, [rate, twice])).toThrow('is called "rate"');
  });

  it('is nothing that a column can be derived by', () => {
    const derived = { wrong: { label: 'Wrong', of: feature('bed') } };
    expect(() => checkDataset({ ...realtor, derived })).toThrow(
      'derived.wrong.of.name: a column is not derived',
    );
  });
});

describe('no feature may know the target', () => {
  it.each([
    [{ kind: 'formula', name: 'x', of: column('price') }, 'features[0].of.name'],
    [{ kind: 'targetMean', name: 'x', levels: [['state']], per: 'price' }, 'features[0].per'],
    [{ kind: 'groupMean', name: 'x', column: 'price', levels: [['state']] }, 'features[0].column'],
  ])('%#', (cheat, at) => {
    expect(withFeatures(realtor, [cheat])).toThrow(`${at}: "price" is the target: no feature may know it`);
  });
});

it('a mean for each unit is of targets that are logarithms', () => {
  const perDay = { kind: 'targetMean', name: 'x', levels: [['race']], per: 'time_in_hospital' };
  expect(withFeatures(diabetes, [perDay])).toThrow('features[0].per: is of targets whose transform is log');
});
