/** Where a data set stands: its batches, its models, and what does not go on by itself. */
import type { Status } from '../../shared/api/status.ts';
import { waitingLetters } from '../../shared/runtime/dead-letters.ts';
import { stalledWork } from '../../shared/runtime/stalled.ts';
import type { Query } from '../../shared/store/database.ts';
import { newestBatches } from '../../shared/tracking/batch-lines.ts';
import { listVersions } from '../../shared/tracking/registry.ts';
import { onWire } from './on-wire.ts';
import { trafficOf } from './traffic.ts';
import { trainingLines } from './training.ts';

/** Of those that were asked for. */
const TRAININGS = 5;

export async function statusOf(sql: Query, dataset: string, limit: number): Promise<Status> {
  const [batches, models, trainings, stalled, deadLetters, traffic] = await Promise.all([
    newestBatches(sql, dataset, limit),
    listVersions(sql, dataset),
    trainingLines(sql, dataset, TRAININGS),
    stalledWork(sql, dataset),
    waitingLetters(sql, { dataset }),
    trafficOf(dataset),
  ]);
  const production = models.find(({ state }) => state === 'in production');
  return {
    ...onWire({ dataset, batches, models, traffic, stalled, deadLetters }),
    production: production ? { version: production.version } : null,
    trainings,
  };
}
