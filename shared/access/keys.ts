/** The table of API keys, as it is read: all of them, one, those that are valid now. */
import type { Query, Transaction } from '../store/database.ts';
import { isRole, type Role } from './roles.ts';
import type { KeySnapshot, KnownKey } from './snapshot.ts';

export interface Key {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly datasets: '*' | readonly string[];
  readonly createdAt: Date;
  /** Subject of the principal. */
  readonly createdBy: string;
  /** null: never. */
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly revokedBy: string | null;
  /** Within a minute. */
  readonly lastUsedAt: Date | null;
}

export const keyColumns = (sql: Query) => sql`
  id, name, roles, coalesce(to_json(datasets), '"*"') as datasets, created_at as "createdAt", created_by as "createdBy",
  expires_at as "expiresAt", revoked_at as "revokedAt", revoked_by as "revokedBy", last_used_at as "lastUsedAt"`;

export const isLive = (sql: Query) => sql`revoked_at is null and (expires_at is null or expires_at > now())`;

export interface KeyPage {
  /** Those as well that are revoked or expired. */
  readonly ended: boolean;
  /** Id of the last one of the page before. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** The newest first, without what they are known by. */
export async function listKeys(sql: Query, { ended, before, limit }: KeyPage): Promise<Key[]> {
  return await sql<Key[]>`
    select ${keyColumns(sql)} from marea.keys
    where (${ended} or ${isLive(sql)})
      and (${before ?? null}::text is null
           or (created_at, id) < (select k.created_at, k.id from marea.keys k where k.id = ${before ?? null}))
    order by created_at desc, id desc limit ${limit}`;
}

export interface FoundKey extends Key {
  readonly live: boolean;
}

export async function keyOf(sql: Query, id: string): Promise<FoundKey | undefined> {
  const [key] = await sql<FoundKey[]>`
    select ${keyColumns(sql)}, ${isLive(sql)} as live from marea.keys where id = ${id}`;
  return key;
}

export async function countLive(sql: Query): Promise<number> {
  const [counted] = await sql<{ keys: number }[]>`
    select count(*)::int as keys from marea.keys where ${isLive(sql)}`;
  return counted?.keys ?? 0;
}

/** Whether there is a key, but this one, by which keys can be made for good: admin, for all data sets, without an end. */
export async function hasLastingAdmin(sql: Query, but?: string): Promise<boolean> {
  const [found] = await sql<{ there: boolean }[]>`
    select exists (
      select from marea.keys
      where revoked_at is null and expires_at is null and 'admin' = any(roles) and datasets is null
        and id is distinct from ${but ?? null}) as there`;
  return found?.there ?? false;
}

/** Notes that these were used; at most once a minute for each. Whoever else notes it at the same time will do. */
export async function touchKeys(sql: Query, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update marea.keys set last_used_at = now() where id in (
      select id from marea.keys
      where id = any(${[...new Set(ids)]}) and (last_used_at is null or last_used_at < now() - interval '1 minute')
      for update skip locked)`;
}

/** What the snapshot is to say. One statement: its number and its keys belong together. */
export async function validKeys(sql: Query): Promise<Pick<KeySnapshot, 'serial' | 'keys'>> {
  const [found] = await sql<{ serial: number; keys: KnownKey[] }[]>`
    select s.serial::float8 as serial, coalesce((
      select json_agg(json_build_object(
        'id', id, 'name', name, 'hash', hash, 'roles', roles, 'datasets', coalesce(to_json(datasets), '"*"'),
        'expires', to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by id)
      from marea.keys where ${isLive(sql)}), '[]') as keys
    from marea.key_snapshot s`;
  if (!found) throw new Error('marea.key_snapshot is empty');
  const known = (key: KnownKey): KnownKey => ({ ...key, roles: key.roles.filter(isRole) });
  return { ...found, keys: found.keys.map(known) };
}

/** The next snapshot is another one. @param over a number that has been seen already. @returns its number */
export async function raiseSerial(tx: Transaction, over = 0): Promise<number> {
  const [raised] = await tx<{ serial: number }[]>`
    update marea.key_snapshot set serial = greatest(serial, ${over}) + 1 returning serial::float8 as serial`;
  if (!raised) throw new Error('marea.key_snapshot is empty');
  return raised.serial;
}
