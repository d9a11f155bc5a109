/** Whether what an event is about is there: a reset forgets a data set while events about it are on their way. */
import type { Query } from '../store/database.ts';

export async function hasBatch(sql: Query, dataset: string, id: string): Promise<boolean> {
  return (await sql`select from marea.batches where dataset = ${dataset} and id = ${id}`).length > 0;
}

export async function hasRun(sql: Query, dataset: string, id: string): Promise<boolean> {
  return (await sql`select from marea.runs where dataset = ${dataset} and id = ${id}`).length > 0;
}

/** Whether a batch was checked for drift, and nothing has come of that yet. */
export async function awaitsTraining(sql: Query, dataset: string, id: string): Promise<boolean> {
  const found = await sql`
    select from marea.batches where dataset = ${dataset} and id = ${id} and stage = 'checked' and ended_at is null`;
  return found.length > 0;
}
