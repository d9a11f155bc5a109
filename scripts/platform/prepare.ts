/** Brings the stores of the platform up to date before it takes events. */
import { migrate } from '../../shared/store/migrate.ts';
import { s3 as objectStore } from '../../shared/store/objects.ts';
import type { PlatformOptions } from './platform.ts';

export const prepareStores: NonNullable<PlatformOptions['prepare']> = async ({ databaseUrl, s3 }) => {
  await Promise.all([migrate(databaseUrl), objectStore(s3).ensureBuckets()]);
};
