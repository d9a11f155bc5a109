/** The versions of a data set's model, with the decision on each, and the history of what was in production when. */
import type { Models } from '../../shared/api/models.ts';
import type { Query } from '../../shared/store/database.ts';
import { modelHistory } from '../../shared/tracking/history.ts';
import { listVersions } from '../../shared/tracking/registry.ts';
import { onWire } from './on-wire.ts';

/** @param limit lines of the history at most */
export async function modelsOf(sql: Query, dataset: string, limit: number): Promise<Models> {
  const [versions, history] = await Promise.all([
    listVersions(sql, dataset),
    modelHistory(sql, dataset, limit),
  ]);
  return onWire({ dataset, versions, history });
}
