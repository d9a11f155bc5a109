/** GET /api/datasets/<dataset>/reset: what a reset would delete, counted up to where nobody reads the number any more. */
import type { WouldReset } from '../../shared/api/changes.ts';
import type { Answer, HttpRequest } from '../../shared/runtime/http/http.ts';
import { takenBatches } from '../../shared/tracking/batch-counts.ts';
import { countRuns } from '../../shared/tracking/forget.ts';
import { listVersions } from '../../shared/tracking/registry.ts';
import { knownDataset, partsAfter } from './path.ts';
import { countForgotten } from './reset.ts';
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
      predictions: await countForgotten(sql, 'inference_logs', name, MOST),
      deadLetters: await countForgotten(sql, 'dead_letters', name, MOST),
      most: MOST,
    };
  });
}
