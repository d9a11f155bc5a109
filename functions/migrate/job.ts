/** The Job `migrate`: brings the database up to date, before the functions of a release run. */
import { required } from '../../shared/runtime/configuration.ts';
import { migrate } from '../../shared/store/migrate.ts';

await migrate(required('DATABASE_URL'));
