/** Whether a version is there: a data set that is reset loses its versions while events about them are on their way. */
import type { Query } from '../store/database.ts';

export async function isRegistered(sql: Query, name: string, version: number): Promise<boolean> {
  const [row] = await sql`select 1 from marea.model_versions where name = ${name} and version = ${version}`;
  return row !== undefined;
}
