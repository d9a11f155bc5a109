/**
 * What only a pod inside can tell, with the functions' own credentials and behind their network policies: whether the
 * stores answer, and what is in them.
 */
import { required } from '../../shared/runtime/configuration.ts';
import { objects } from '../../shared/runtime/resources.ts';
import { connect } from '../../shared/store/database.ts';
import { BUCKETS, type Bucket } from '../../shared/store/objects.ts';

export interface Inside {
  readonly database: { readonly error: string } | Contents;
  readonly objects: { readonly error: string } | { readonly buckets: readonly string[] };
}

export interface Contents {
  readonly migrations: number;
  readonly deadLetters: number;
  readonly stalled: number;
  /** Of each data set that has one, the version in production. */
  readonly models: Readonly<Record<string, number>>;
}

const TIMEOUT_MS = 10_000;

export async function inside(): Promise<Inside> {
  return { database: await told(contents), objects: await told(buckets) };
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

async function contents(): Promise<Contents> {
  const sql = connect(required('DATABASE_URL'), { max: 1, name: 'check' });
  const [[counted], models] = await Promise.all([
    sql<Omit<Contents, 'models'>[]>`
      select (select count(*)::int from marea.migrations) as migrations,
             (select count(*)::int from marea.dead_letters where replayed_at is null) as "deadLetters",
             (select count(*)::int from marea.outbox
              where sent_at is null and created_at < now() - interval '5 minutes') as stalled`,
    sql<{ name: string; version: number }[]>`
      select name, version from marea.model_versions where stage = 'Production'`,
  ]);
  if (!counted) throw new Error('no row');
  return { ...counted, models: Object.fromEntries(models.map(({ name, version }) => [name, version])) };
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
