/**
 * Forgets what was tracked of a data set: its experiment with all runs in it, the pipeline's and those of notebooks, with
 * all they logged, their inputs and their logged models; its versions, their history.
 */
import type { Query, Transaction } from '../store/database.ts';
import { forgetModels } from './production.ts';

/** @returns ids of the experiments that are gone, under which their artifacts are */
export async function forgetTracked(tx: Transaction, name: string): Promise<string[]> {
  const gone = await tx<
    { id: string }[]
  >`delete from marea.experiments where name = ${name} returning id::text`;
  await tx`delete from marea.runs where dataset = ${name}`;
  await forgetModels(tx, name);
  return gone.map(({ id }) => id);
}

/** Runs that would be forgotten: the pipeline's, and those that notebooks logged to its experiment. */
export async function countRuns(sql: Query, name: string, most: number): Promise<number> {
  const [counted] = await sql<{ runs: number }[]>`
    select count(*)::int as runs from (
      select from marea.runs
      where dataset = ${name} or experiment_id in (select id from marea.experiments where name = ${name})
      limit ${most}) as found`;
  return counted?.runs ?? 0;
}
