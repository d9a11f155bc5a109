/**
 * Who asks the stores: functions in groups, each with a login of its own to Postgres and a key of its own to the object
 * store. All passwords follow from one seed, so that whoever makes the logins and whoever hands them out need no word
 * with each other.
 */
import { createHmac } from 'node:crypto';

/** `entrance` has no business in the database; predictors have a login each, by their data set. */
export const GROUPS = [
  'entrance',
  'ingest',
  'cleaning',
  'learning',
  'rollout',
  'predict',
  'record',
  'letters',
  'keeping',
  'console',
  'registry',
  'observe',
] as const;
export type Group = (typeof GROUPS)[number];

/** Those that ask Postgres. */
export const ASKING = GROUPS.filter((group) => group !== 'entrance');
export type Asking = Exclude<Group, 'entrance'>;

/** A group, or the predictor of one data set. */
export interface Member {
  readonly group: Group;
  readonly dataset?: string | undefined;
}

const PREDICT = 'predict-';

/** As the Secrets are named, behind `marea-`: `ingest`, `predict-realtor`. */
export function memberNamed(name: string): Member | undefined {
  if (name.startsWith(PREDICT)) return { group: 'predict', dataset: name.slice(PREDICT.length) };
  const group = GROUPS.find((known) => known === name);
  return group && { group };
}

/** Roles belong to a whole server: the database's name tells two platforms on one server apart. */
export const roleOf = (database: string, { group, dataset }: Member): string =>
  [database, group, ...(dataset === undefined ? [] : [dataset])].join('_');

/** 192 bits; MinIO takes 40 characters at most. */
const password = (seed: string, of: string): string =>
  createHmac('sha256', seed).update(of).digest('base64url').slice(0, 32);

export const passwordOf = (seed: string, role: string): string => password(seed, `postgres ${role}`);

/**
 * Where a member asks Postgres.
 * @param owner URL of the role that owns the tables
 * @returns undefined for who has no login
 */
export function databaseUrlOf(owner: string, seed: string, member: Member): string | undefined {
  if (member.group === 'entrance') return undefined;
  const url = new URL(owner);
  const role = roleOf(decodeURIComponent(url.pathname.slice(1)), member);
  url.username = role;
  url.password = passwordOf(seed, role);
  return url.href;
}

/** Its key to the object store. */
export const objectKeyOf = (seed: string, { group }: Member) => ({
  accessKey: `marea-${group}`,
  secretKey: password(seed, `objects ${group}`),
});
