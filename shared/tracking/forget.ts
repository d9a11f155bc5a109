/** Forgets what was tracked of a data set: its runs with all they logged, its versions, their history. */
import type { Transaction } from '../store/database.ts';

export async function forgetTracked(tx: Transaction, name: string): Promise<void> {
  const last = await lastVersion(tx, name);
  await tx`delete from marea.experiments where name = ${name}`;
  await tx`delete from marea.runs where dataset = ${name}`;
  await tx`delete from marea.registered_models where name = ${name}`;
  await tx`delete from marea.model_history where name = ${name}`;
  // Numbers of versions are not used again: what still serves version 3 must not be taken for a new version 3.
  if (last)
    await tx`
      insert into marea.model_history (name, version, event, reason)
      values (${name}, ${last}, 'reset', ${`the data set was reset; versions up to ${last} are gone`})`;
}

async function lastVersion(tx: Transaction, name: string): Promise<number | undefined> {
  const [last] = await tx<{ version: number | null }[]>`
    select max(version) as version from (
      select version from marea.model_versions where name = ${name}
      union all select version from marea.model_history where name = ${name}) known`;
  return last?.version ?? undefined;
}
