import { expect, test } from 'vitest';
import { allows } from '../../../scripts/platform/stores/object-store/policy.ts';
import { BUCKETS } from '../objects.ts';
import { GROUPS, type Group } from './logins.ts';
import { policyOf } from './policies.ts';

const may = (group: Group, action: string, resource: string): boolean => {
  const policy = policyOf(group);
  return policy !== undefined && allows(policy, { action, resource });
};
const ACTIONS = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'];

/** By hand: what each group's code does; keys as they are. Letters: get, put, delete. */
const EXPECTED: Readonly<Record<string, Partial<Record<Group, string>>>> = {
  'data-raw/realtor/uploads/a.csv': { entrance: 'p', ingest: 'gp', console: 'pd' },
  'data-raw/realtor/collected/pending/ab.json': { entrance: 'gpd', ingest: 'gp', console: 'pd' },
  'datasets/realtor/run/matrix.f32': { learning: 'gp', keeping: 'd', console: 'd', registry: 'g' },
  'models/realtor/7/model.onnx': { learning: 'gp', predict: 'g', keeping: 'g', console: 'gd', registry: 'g' },
  'models/realtor/7/profile.json': {
    cleaning: 'g',
    learning: 'gp',
    predict: 'g',
    keeping: 'g',
    console: 'gd',
    registry: 'g',
  },
  'models/realtor/production.json': {
    learning: 'gp',
    rollout: 'gpd',
    predict: 'g',
    keeping: 'gpd',
    console: 'gd',
    registry: 'g',
  },
  'models/access/keys.json': {
    entrance: 'g',
    ingest: 'g',
    cleaning: 'g',
    learning: 'g',
    rollout: 'g',
    predict: 'g',
    keeping: 'gp',
    console: 'gp',
    registry: 'g',
  },
  'artifacts/realtor/a': { learning: 'g', console: 'gd', registry: 'gpd' },
};

test.each(Object.entries(EXPECTED))('%s', (resource, expected) => {
  const found = Object.fromEntries(
    GROUPS.flatMap((group) => {
      const letters = ['g', 'p', 'd']
        .filter((_, index) => may(group, ACTIONS[index] ?? '', resource))
        .join('');
      return letters ? [[group, letters]] : [];
    }),
  );
  expect(found).toEqual(expected);
});

test('predict lists models and nothing else; who has no business with objects lists none', () => {
  const listed = (group: Group) => BUCKETS.filter((bucket) => may(group, 's3:ListBucket', bucket));
  expect(listed('predict')).toEqual(['models']);
  expect(listed('ingest')).toEqual(['data-raw']);
  for (const group of ['record', 'letters', 'observe'] as const) expect(policyOf(group)).toBeUndefined();
});

test('nobody makes or removes a bucket, or sets what others may do', () => {
  const actions = GROUPS.flatMap((group) => policyOf(group)?.Statement.flatMap(({ Action }) => Action) ?? []);
  expect(actions.filter((action) => /\*|DeleteBucket|CreateBucket|Policy|Acl/.test(action))).toEqual([]);
});

test('a pattern is about whole keys, and a refusal counts more than what lets', () => {
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['s3:GetObject'],
        Resource: ['arn:aws:s3:::models/*/a', 'arn:aws:s3:::models/b'],
      },
      { Effect: 'Deny', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::models/no/*'] },
    ],
  } as const;
  const read = (resource: string) => allows(policy, { action: 's3:GetObject', resource });
  expect(['models/x/a', 'models/x/y/a', 'models/b'].map(read)).toEqual([true, true, true]);
  expect(['models/a', 'models/x/ab', 'models/bb', 'xmodels/b', 'models/no/a'].map(read)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(allows(policy, { action: 's3:PutObject', resource: 'models/b' })).toBe(false);
});
