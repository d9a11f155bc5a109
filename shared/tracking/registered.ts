/** Whether a version is still there: a data set that is reset loses its versions while stages are at work on them. */
import type { Transaction } from '../store/database.ts';

export async function isRegistered(sql: Transaction, name: string, version: number): Promise<boolean> {
  const [row] = await sql`select 1 from marea.model_versions where name = ${name} and version = ${version}`;
  return row !== undefined;
}

/**
 * As isRegistered, and until the transaction ends the version cannot be removed. Its stage can change meanwhile: who
 * moves it waits for nobody.
 */
export async function keepRegistered(sql: Transaction, name: string, version: number): Promise<boolean> {
  const [row] = await sql`
    select 1 from marea.model_versions where name = ${name} and version = ${version} for key share`;
  return row !== undefined;
}
