/** What each group of functions may do in the object store, as S3 policies: what its code does there, and no more. */
import type { Bucket } from '../objects.ts';
import { GROUPS, type Group, objectKeyOf } from './logins.ts';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}
export interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/** Keys as `bucket/pattern`, in which `*` is any text. */
interface Reach {
  readonly get?: readonly string[];
  readonly put?: readonly string[];
  readonly delete?: readonly string[];
  /** Whole buckets: who may not list one is not told that an object is not there, by AWS, but refused. */
  readonly list?: readonly Bucket[];
}

/** The signed snapshot of the keys, by which all functions know who may call. */
const KEYS = 'models/access/*';
const POINTERS = 'models/*/production.json';

const REACH: Readonly<Record<Group, Reach>> = {
  // Files that are offered, and the marks of collected ones that no broker has taken yet.
  entrance: {
    get: ['data-raw/*/collected/pending/*', KEYS],
    put: ['data-raw/*'],
    delete: ['data-raw/*/collected/pending/*'],
    list: ['data-raw'],
  },
  ingest: { get: ['data-raw/*', KEYS], put: ['data-raw/*'], list: ['data-raw'] },
  cleaning: { get: ['models/*/profile.json', KEYS], list: ['models'] },
  learning: {
    // Models that people have logged, of which `adopt` makes artifacts.
    get: ['datasets/*', 'models/*', 'artifacts/*'],
    put: ['datasets/*', 'models/*'],
    list: ['datasets', 'models', 'artifacts'],
  },
  rollout: { get: [POINTERS, KEYS], put: [POINTERS], delete: [POINTERS], list: ['models'] },
  predict: { get: ['models/*'], list: ['models'] },
  record: {},
  letters: {},
  keeping: {
    get: ['models/*'],
    put: [POINTERS, KEYS],
    delete: [POINTERS, 'datasets/*'],
    list: ['models', 'datasets'],
  },
  // What runs have logged, to show it.
  console: {
    get: ['models/*', 'artifacts/*'],
    put: ['data-raw/*', KEYS],
    delete: ['data-raw/*', 'datasets/*', 'models/*', 'artifacts/*'],
    list: ['data-raw', 'datasets', 'models', 'artifacts'],
  },
  // Artifacts of runs; what the pipeline has made, to read.
  registry: {
    get: ['artifacts/*', 'models/*', 'datasets/*'],
    put: ['artifacts/*'],
    delete: ['artifacts/*'],
    list: ['artifacts', 'models', 'datasets'],
  },
  observe: {},
};

/** Who publishes the snapshot of the keys. Nobody removes it. */
const PUBLISHERS: readonly Group[] = ['console', 'keeping'];

/** @returns undefined for a group that has no business in the object store */
export function policyOf(group: Group): Policy | undefined {
  const reach = REACH[group];
  if (Object.keys(reach).length === 0) return undefined;
  const guarded = PUBLISHERS.includes(group) ? ['s3:DeleteObject'] : ['s3:PutObject', 's3:DeleteObject'];
  return {
    Version: '2012-10-17',
    Statement: [
      ...statement('Allow', ['s3:ListBucket', 's3:GetBucketLocation'], reach.list),
      ...statement('Allow', ['s3:GetObject'], reach.get),
      ...statement('Allow', ['s3:PutObject', 's3:AbortMultipartUpload'], reach.put),
      ...statement('Allow', ['s3:DeleteObject'], reach.delete),
      ...statement('Deny', guarded, [KEYS]),
    ],
  };
}

/** An access key, and what it may do. */
export interface Account {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly policy: Policy;
}

/** One for each group that has business in the object store. */
export const accountsOf = (seed: string): Account[] =>
  GROUPS.flatMap((group) => {
    const policy = policyOf(group);
    return policy ? [{ ...objectKeyOf(seed, { group }), policy }] : [];
  });

function statement(
  Effect: Statement['Effect'],
  Action: Statement['Action'],
  on: readonly string[] = [],
): Statement[] {
  return on.length === 0
    ? []
    : [{ Effect, Action, Resource: on.map((pattern) => `arn:aws:s3:::${pattern}`) }];
}
