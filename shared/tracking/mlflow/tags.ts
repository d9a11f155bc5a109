/** Single tags of a run, where a statement about all that is logged would be too much. */
import type { Query, Transaction } from '../../store/database.ts';

/** @returns whether there was one */
export async function deleteTag(sql: Query, run: string, key: string): Promise<boolean> {
  const gone = await sql`delete from marea.tags where run_id = ${run} and key = ${key} returning key`;
  return gone.length > 0;
}

/**
 * Writes a tag by what it was: nobody else writes it meanwhile.
 * @param changed what it is to be, undefined for none before
 */
export async function changeTag(
  tx: Transaction,
  run: string,
  key: string,
  changed: (before: string | undefined) => string,
): Promise<void> {
  await tx`select from marea.runs where id = ${run} for update`;
  const [before] = await tx<{ value: string }[]>`
    select value from marea.tags where run_id = ${run} and key = ${key}`;
  await tx`
    insert into marea.tags (run_id, key, value) values (${run}, ${key}, ${changed(before?.value)})
    on conflict (run_id, key) do update set value = excluded.value`;
}
