/** The snapshot of the API keys, which says what their table says: mended where it does not. */
import { isPublished, publishKeys } from '../../shared/access/publish.ts';
import { configuration } from '../../shared/runtime/configuration.ts';
import { objects } from '../../shared/runtime/resources.ts';
import type { Sql } from '../../shared/store/database.ts';

/** @returns how many were mended. @throws when the store does not answer */
export async function mendKeys(sql: Sql): Promise<number> {
  const { ACCESS_SIGNING_KEY: seed } = configuration();
  return seed && (await publishKeys(sql, objects(), seed)) ? 1 : 0;
}

/** A key that was revoked is valid until its snapshot is there. */
export async function areKeysOwed(sql: Sql): Promise<boolean> {
  const { ACCESS_SIGNING_KEY: seed } = configuration();
  return seed !== undefined && !(await isPublished(sql, objects(), seed));
}
