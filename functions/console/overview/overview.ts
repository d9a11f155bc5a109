/** GET /api/overview: what the first page tells of the data sets that somebody reaches. */
import { type Principal, reaches } from '../../../shared/access/principal.ts';
import type { Overview } from '../../../shared/api/overview.ts';
import { datasets } from '../../../shared/datasets/index.ts';
import { type Answer, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { database } from '../../../shared/runtime/resources.ts';
import { inOneSnapshot, type Query } from '../../../shared/store/database.ts';
import { batchBars } from '../../../shared/tracking/batch-lines.ts';
import { listDatasets } from '../datasets.ts';
import { onWire } from '../on-wire.ts';
import { trafficOf } from '../traffic.ts';
import { needsOf } from './needs.ts';
import { type Known, overviewOf } from './of-dataset.ts';

const HOURS = 24;
const MOST_BATCHES = 1000;

export async function overview({ principal }: HttpRequest): Promise<Answer> {
  const names = reached(principal);
  // What is asked elsewhere is asked before the transaction, which holds a connection.
  const traffic = new Map(
    await Promise.all(names.map(async (name) => [name, await trafficOf(name)] as const)),
  );
  return json(await inOneSnapshot(database(), (sql) => overviewFor(sql, principal, { names, traffic })));
}

const reached = (principal: Principal): string[] =>
  datasets()
    .map(({ name }) => name)
    .filter((name) => reaches(principal, name));

async function overviewFor(
  sql: Query,
  principal: Principal,
  { names, traffic }: { readonly names: readonly string[]; readonly traffic: Known['traffic'] },
): Promise<Overview> {
  const [{ datasets: summaries, apart }, needs, batches] = await Promise.all([
    listDatasets(sql, principal),
    needsOf(sql, principal, names),
    batchBars(sql, names, { hours: HOURS, limit: MOST_BATCHES }),
  ]);
  const unserved = apart.unserved.map((dataset) => ({
    what: 'not served' as const,
    dataset,
    subject: null,
    count: 1,
    since: null,
    reason: `there is no Service predict-${dataset}`,
  }));
  return {
    datasets: await Promise.all(summaries.map((summary) => overviewOf(sql, summary, { traffic }))),
    needs: [...needs, ...unserved],
    batches: onWire(batches),
  };
}
