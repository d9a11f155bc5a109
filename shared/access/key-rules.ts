/** What no change to the API keys may do: give what one has not, or leave nobody who can make keys. */
import type { Transaction } from '../store/database.ts';
import { type FoundKey, hasLastingAdmin, type Key } from './keys.ts';
import { type Principal, reaches } from './principal.ts';

export interface KeyWish extends Pick<Key, 'name' | 'roles' | 'datasets' | 'expiresAt'> {
  /** Though it ends, and nobody might be left then who can make keys. */
  readonly force: boolean;
}

/** What is asked for is well-formed, but what there is, or who asks, does not allow it. */
export class KeyRefused extends Error {
  override readonly name = 'KeyRefused';
}

export const isAdmin = ({ roles, datasets }: Pick<Key, 'roles' | 'datasets'>): boolean =>
  roles.includes('admin') && datasets === '*';

/** Nobody gives what it has not: an admin has every role. @throws KeyRefused */
export function mustHave(by: Principal, { roles, datasets }: Pick<Key, 'roles' | 'datasets'>): void {
  const missing = by.roles.includes('admin') ? [] : roles.filter((role) => !by.roles.includes(role));
  if (missing.length > 0) throw new KeyRefused(`you cannot give ${missing.join(', ')}, which you are not`);
  const beyond = datasets === '*' ? ['all data sets'] : datasets;
  const strange = beyond.filter((name) => !reaches(by, name));
  if (strange.length > 0)
    throw new KeyRefused(`you cannot give ${strange.join(', ')}, which you do not reach`);
}

/** Once there is a key nobody comes without one: the first has to be one that makes others. @throws KeyRefused */
export async function mustStayMendable(tx: Transaction, wish: KeyWish): Promise<void> {
  if (await hasLastingAdmin(tx)) return;
  if (!isAdmin(wish))
    throw new KeyRefused(
      'the first key has to have role admin, for all data sets: with any other nobody could make a second one (--role admin)',
    );
  if (wish.expiresAt && !wish.force)
    throw new KeyRefused(
      'the first key is to make others, and would expire: make it without an end, or insist ("force": true, --force)',
    );
}

/** @throws KeyRefused */
export function mustLive({ id, live, revokedAt, expiresAt }: FoundKey): void {
  if (live) return;
  const ended = revokedAt
    ? `revoked on ${revokedAt.toISOString()}`
    : `valid until ${expiresAt?.toISOString()}`;
  throw new KeyRefused(`key ${id} was ${ended}: make a new one`);
}
