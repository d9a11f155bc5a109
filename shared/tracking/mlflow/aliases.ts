/** Aliases of versions. `champion` of a data set's model is production.ts's to write. */
import type { Query } from '../../store/database.ts';

/** The number of the version that has it. */
export async function aliased(sql: Query, name: string, alias: string): Promise<number | undefined> {
  const [found] = await sql<{ version: number }[]>`
    select version from marea.model_aliases where name = ${name} and alias = ${alias}`;
  return found?.version;
}

/** It moves where it was another's. */
export async function setAlias(sql: Query, name: string, alias: string, version: number): Promise<void> {
  await sql`
    insert into marea.model_aliases (name, alias, version) values (${name}, ${alias}, ${version})
    on conflict (name, alias) do update set version = excluded.version`;
}

export async function deleteAlias(sql: Query, name: string, alias: string): Promise<void> {
  await sql`delete from marea.model_aliases where name = ${name} and alias = ${alias}`;
}
