/** Forgets what was tracked of a data set: its runs with all they logged, its versions, their history. */
import type { Transaction } from '../store/database.ts';
import { forgetModels } from './production.ts';

export async function forgetTracked(tx: Transaction, name: string): Promise<void> {
  await tx`delete from marea.experiments where name = ${name}`;
  await tx`delete from marea.runs where dataset = ${name}`;
  await forgetModels(tx, name);
}
