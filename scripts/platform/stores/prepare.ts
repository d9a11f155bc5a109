/** Brings the stores of the platform up to date before it takes events. */
import { migrate } from '../../../shared/store/migrate.ts';
import { s3 as objectStore } from '../../../shared/store/objects.ts';
import type { Stores } from './stores.ts';

export async function prepareStores({
  databaseUrl,
  s3,
  seed,
}: Pick<Stores, 'databaseUrl' | 's3' | 'seed'>): Promise<void> {
  await Promise.all([migrate(databaseUrl, seed), objectStore(s3).ensureBuckets()]);
}
