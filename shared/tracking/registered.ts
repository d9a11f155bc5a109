/** What is written beside a version is written while it is there: a data set that is reset loses its versions. */
import type { Transaction } from '../store/database.ts';

/**
 * Until the transaction ends the version cannot be removed. Its stage can change meanwhile: who moves it waits for
 * nobody.
 *
 * @returns the reason of the newest decision on it; undefined when there is no such version
 */
export async function keepRegistered(
  sql: Transaction,
  name: string,
  version: number,
): Promise<{ readonly reason: string | null } | undefined> {
  const [row] = await sql<{ reason: string | null }[]>`
    select reason from marea.model_versions where name = ${name} and version = ${version} for key share`;
  return row;
}
