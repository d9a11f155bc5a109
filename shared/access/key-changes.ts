/** Changes to the API keys, one after the other: made, given a new secret, revoked. */
import type { Transaction } from '../store/database.ts';
import { isAdmin, KeyRefused, type KeyWish, mustHave, mustLive, mustStayMendable } from './key-rules.ts';
import { hashOf, makeKeyText, parseKeyText } from './key-text.ts';
import {
  countLive,
  type FoundKey,
  hasLastingAdmin,
  type Key,
  keyColumns,
  keyOf,
  raiseSerial,
} from './keys.ts';
import { ANYBODY, type Principal } from './principal.ts';

/** With its text, which is shown once. */
export interface MadeKey extends Key {
  readonly text: string;
}

/** Valid ones at once: all are in one small object, which each function holds. */
export const MOST_KEYS = 10_000;

/** @throws KeyRefused */
export async function createKey(tx: Transaction, wish: KeyWish, by: Principal): Promise<MadeKey> {
  await begin(tx);
  mustHave(by, wish);
  if (by.subject === ANYBODY.subject) await mustStayMendable(tx, wish);
  if ((await countLive(tx)) >= MOST_KEYS)
    throw new KeyRefused(`there are ${MOST_KEYS} keys already, the most that there can be: revoke some`);
  const { id, hash, text } = makeKeyText();
  const key = await insert(tx, { ...wish, id, hash, createdBy: by.subject });
  if (!key) throw new Error(`there is a key ${id} already`);
  return { ...key, text };
}

/**
 * A new secret. The key stays the same one, with its id, its roles and its history; its secret before is valid no more.
 * @returns undefined when there is no such key
 * @throws KeyRefused
 */
export async function rotateKey(tx: Transaction, id: string, by: Principal): Promise<MadeKey | undefined> {
  await begin(tx);
  const key = await keyOf(tx, id);
  if (!key) return undefined;
  mustLive(key);
  mustHave(by, key);
  const { text, hash } = makeKeyText(id);
  await tx`update marea.keys set hash = ${hash} where id = ${id}`;
  await raiseSerial(tx);
  return { ...toldOf(key), text };
}

/**
 * Valid no more.
 * @returns undefined when there is no such key
 * @throws KeyRefused when it has ended already, or is the last by which keys can be made
 */
export async function revokeKey(
  tx: Transaction,
  id: string,
  { by, force }: { readonly by: Principal; readonly force: boolean },
): Promise<Key | undefined> {
  await begin(tx);
  const key = await keyOf(tx, id);
  if (!key) return undefined;
  mustLive(key);
  if (!force && isAdmin(key) && !(await hasLastingAdmin(tx, id)))
    throw new KeyRefused(
      `without ${id} there is no key with role admin that lasts, and nobody could make keys: make another first, or insist ("force": true, --force)`,
    );
  const [revoked] = await tx<Key[]>`
    update marea.keys set revoked_at = now(), revoked_by = ${by.subject} where id = ${id} returning ${keyColumns(tx)}`;
  await raiseSerial(tx);
  return revoked;
}

/**
 * Keeps a key that was made elsewhere, the first one of a deployment: it may do everything.
 * @returns undefined when it was kept before, whatever has become of it
 * @throws when the text is no key
 */
export async function keepAdminKey(
  tx: Transaction,
  text: string,
  { name, by }: { readonly name: string; readonly by: string },
): Promise<Key | undefined> {
  const read = parseKeyText(text.trim());
  if (!read) throw new Error('the first admin key is no key, expected marea_<id>_<secret>');
  await begin(tx);
  const hash = hashOf(read.secret).toString('hex');
  return await insert(tx, {
    id: read.id,
    hash,
    name,
    roles: ['admin'],
    datasets: '*',
    expiresAt: null,
    createdBy: by,
  });
}

/** One change at a time: each sees what there is when the one before has ended. */
async function begin(tx: Transaction): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended('keys', 0))`;
}

type NewKey = Pick<Key, 'id' | 'name' | 'roles' | 'datasets' | 'expiresAt' | 'createdBy'> & {
  readonly hash: string;
};

/** @returns undefined when there is one of its id */
async function insert(tx: Transaction, key: NewKey): Promise<Key | undefined> {
  const { id, name, hash, roles, datasets, createdBy, expiresAt } = key;
  const [made] = await tx<Key[]>`
    insert into marea.keys (id, name, hash, roles, datasets, created_by, expires_at)
    values (${id}, ${name}, ${hash}, ${[...roles]}, ${datasets === '*' ? null : [...datasets]}, ${createdBy}, ${expiresAt})
    on conflict (id) do nothing returning ${keyColumns(tx)}`;
  if (made) await raiseSerial(tx);
  return made;
}

const toldOf = ({ live: _, ...key }: FoundKey): Key => key;
