/**
 * Forgets what was tracked of a data set: its experiment with all runs in it, the pipeline's and those of notebooks, with
 * all they logged, their inputs and their logged models; its versions, their history.
 */
import type { Transaction } from '../store/database.ts';
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
