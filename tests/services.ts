/** A Postgres and an object store of their own for tests that need them: real ones, in a temporary folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ObjectAccess, startObjects } from '../scripts/platform/stores/objects.ts';
import { startPostgres } from '../scripts/platform/stores/postgres.ts';
import { prepareStores } from '../scripts/platform/stores/prepare.ts';
import { connect, type Sql } from '../shared/store/database.ts';
import { type ObjectStore, s3 } from '../shared/store/objects.ts';

export { realFile } from '../scripts/benchmarks/figure.ts';

/** Of the passwords of the functions' roles. */
const SEED = 'of the tests';

export interface Services {
  readonly databaseUrl: string;
  readonly sql: Sql;
  readonly objects: ObjectStore;
  readonly s3: ObjectAccess;
  /** What tells a function of both, and to keep quiet. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/**
 * Starts both, with all tables and buckets made, or empty. They end with this process, however it ends.
 */
export async function startServices({ connections = 12, empty = false } = {}): Promise<Services> {
  const folder = mkdtempSync(join(tmpdir(), 'marea-test-'));
  const quiet = (): void => {};
  const [postgres, store] = await Promise.all([startPostgres(folder, quiet), startObjects(folder, quiet)]);
  if (!empty) await prepareStores({ databaseUrl: postgres.url, s3: store, seed: SEED });
  const sql = connect(postgres.url, { max: connections, name: 'test' });
  return {
    databaseUrl: postgres.url,
    sql,
    objects: s3(store),
    s3: store,
    environment: {
      DATABASE_URL: postgres.url,
      LOGINS_SEED: SEED,
      S3_ENDPOINT: store.endpoint,
      S3_ACCESS_KEY: store.accessKey,
      S3_SECRET_KEY: store.secretKey,
      LOG_LEVEL: 'silent',
    },
    async stop() {
      await sql.end({ timeout: 5 });
      await Promise.all([store.stop(), postgres.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
