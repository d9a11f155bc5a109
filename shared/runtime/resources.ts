/** What a process shares between its requests: one database pool, one object store; made at the first use. */
import { connect, type Sql } from '../store/database.ts';
import { type ObjectStore, objectStore } from '../store/objects.ts';
import { configuration, required } from './configuration.ts';

let pool: Sql | undefined;
let store: ObjectStore | undefined;

export function database(): Sql {
  pool ??= connect(required('DATABASE_URL'), {
    name: configuration().K_REVISION ?? configuration().FUNCTION,
  });
  return pool;
}

/** Functions that have no business there are not told where it is. */
export function objects(): ObjectStore {
  store ??= objectStore(() => ({
    endpoint: required('S3_ENDPOINT'),
    accessKey: required('S3_ACCESS_KEY'),
    secretKey: required('S3_SECRET_KEY'),
    region: configuration().S3_REGION,
  }));
  return store;
}

export async function closeResources(): Promise<void> {
  await pool?.end({ timeout: 5 });
}
