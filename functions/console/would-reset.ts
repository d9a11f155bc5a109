/** GET /api/datasets/<dataset>/reset: what a reset would delete, counted up to where nobody reads the number any more. */
import type { WouldReset } from '../../shared/api/changes.ts';
import type { Answer, HttpRequest } from '../../shared/runtime/http/http.ts';
import type { Query } from '../../shared/store/database.ts';
import { takenBatches } from '../../shared/tracking/batch-counts.ts';
import { countRuns } from '../../shared/tracking/forget.ts';
import { listVersions } from '../../shared/tracking/registry.ts';
import { knownDataset, partsAfter } from './path.ts';
import type { FORGOTTEN } from './reset.ts';
import { told } from './viewing.ts';

const MOST = 100_000;

export async function wouldReset(request: HttpRequest): Promise<Answer> {
  const { name } = knownDataset(partsAfter(request, '/api/datasets/', 2)[0]);
  return await told(async (sql): Promise<WouldReset> => {
    const { batches = 0, clean = 0 } =
      (await takenBatches(sql)).find(({ dataset }) => dataset === name) ?? {};
    return {
      dataset: name,
      batches,
      clean,
      runs: await countRuns(sql, name, MOST),
      versions: (await listVersions(sql, name)).length,
      predictions: await countIn(sql, 'inference_logs', name),
      deadLetters: await countIn(sql, 'dead_letters', name),
      most: MOST,
    };
  });
}

async function countIn(sql: Query, table: (typeof FORGOTTEN)[number], dataset: string): Promise<number> {
  const [counted] = await sql<{ rows: number }[]>`
    select count(*)::int as rows from (
      select from ${sql(`marea.${table}`)} where dataset = ${dataset} limit ${MOST}) as found`;
  return counted?.rows ?? 0;
}
