/**
 * What only a pod inside can tell, with the console's credentials and behind the functions' network policies: whether the
 * stores answer, and what is in them.
 */
import { datasets } from '../../shared/datasets/index.ts';
import { configuration, required } from '../../shared/runtime/configuration.ts';
import { loadDatasets } from '../../shared/runtime/dataset-modules.ts';
import { countWaiting } from '../../shared/runtime/dead-letters.ts';
import { objects } from '../../shared/runtime/resources.ts';
import { countUnsent } from '../../shared/runtime/stalled.ts';
import { connect } from '../../shared/store/database.ts';
import { appliedMigrations } from '../../shared/store/migrate.ts';
import { BUCKETS, type Bucket } from '../../shared/store/objects.ts';
import { takenBatches } from '../../shared/tracking/batch-counts.ts';
import { versionsInProduction } from '../../shared/tracking/registry.ts';

export interface Inside {
  /** The data sets that the functions are told of. */
  readonly datasets: { readonly error: string } | { readonly names: readonly string[] };
  readonly database: { readonly error: string } | Contents;
  readonly objects: { readonly error: string } | { readonly buckets: readonly string[] };
}

export interface Contents {
  readonly migrations: number;
  readonly deadLetters: number;
  readonly stalled: number;
  /** Of each data set that has one, the version in production. */
  readonly models: Readonly<Record<string, number>>;
  /** Batches of each data set that has any. */
  readonly batches: readonly { readonly dataset: string; readonly batches: number }[];
}

const TIMEOUT_MS = 10_000;
/** What is not sent by then, neither its stage nor `reconcile` has sent. */
const STALLED_SECONDS = 300;

export async function inside(): Promise<Inside> {
  return { datasets: await told(declared), database: await told(contents), objects: await told(buckets) };
}

async function told<T>(ask: () => Promise<T>): Promise<T | { error: string }> {
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)), TIMEOUT_MS),
  );
  try {
    return await Promise.race([ask(), late]);
  } catch (error) {
    return { error: (error as Error).message || (error as NodeJS.ErrnoException).code || 'no reason given' };
  }
}

async function declared(): Promise<{ names: string[] }> {
  await loadDatasets(configuration().DATASET_MODULES);
  return { names: datasets().map(({ name }) => name) };
}

async function contents(): Promise<Contents> {
  const sql = connect(required('DATABASE_URL'), { max: 1, name: 'check' });
  const models = await versionsInProduction(sql);
  const letters = await countWaiting(sql, []);
  return {
    migrations: await appliedMigrations(sql),
    deadLetters: letters.reduce((sum, { letters: waiting }) => sum + waiting, 0),
    stalled: (await countUnsent(sql, STALLED_SECONDS)).events,
    models: Object.fromEntries(models.map(({ name, version }) => [name, version])),
    batches: (await takenBatches(sql)).map(({ dataset, batches }) => ({ dataset, batches })),
  };
}

async function buckets(): Promise<{ buckets: string[] }> {
  const found = await Promise.all(BUCKETS.map(async (bucket) => ((await exists(bucket)) ? [bucket] : [])));
  return { buckets: found.flat() };
}

async function exists(bucket: Bucket): Promise<boolean> {
  try {
    await objects().list(bucket, 'nothing-is-here/');
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'NoSuchBucket') return false;
    throw error;
  }
}
