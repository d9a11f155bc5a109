/** Brings the stores of the platform up to date before it takes events. */
import { migrate } from '../../shared/store/migrate.ts';
import type { PlatformOptions } from './platform.ts';

export const prepareStores: NonNullable<PlatformOptions['prepare']> = async ({ databaseUrl }) => {
  await migrate(databaseUrl);
};
