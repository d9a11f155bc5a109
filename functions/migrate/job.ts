/**
 * The Job `migrate`: brings the database up to date and keeps the first admin key, before the functions of a release run.
 * It alone owns the tables; with LOGINS_SEED it makes the roles of the functions.
 */
import { configuration, required } from '../../shared/runtime/configuration.ts';
import { objects } from '../../shared/runtime/resources.ts';
import { connect } from '../../shared/store/database.ts';
import { migrate } from '../../shared/store/migrate.ts';
import { quoted } from '../../shared/store/tables.ts';
import { keepFirstKey } from './first-key.ts';

const { LOGINS_SEED, POSTGRES_PASSWORD, ACCESS_SIGNING_KEY, FIRST_ADMIN_KEY } = configuration();
const owner = required('DATABASE_URL');

if (LOGINS_SEED && POSTGRES_PASSWORD) await allowRoles(owner, POSTGRES_PASSWORD);
await migrate(owner, LOGINS_SEED);
// Without the signing half there is nobody here who could publish one.
if (ACCESS_SIGNING_KEY)
  await keepFirstKey(owner, objects(), { text: FIRST_ADMIN_KEY, seed: ACCESS_SIGNING_KEY });
process.exit(0);

/** The owner in a PostgreSQL of ours that was made by an earlier release may make no roles: the superuser lets it. */
async function allowRoles(url: string, password: string): Promise<void> {
  const superuser = new URL(url);
  const role = decodeURIComponent(superuser.username);
  superuser.username = 'postgres';
  superuser.password = password;
  const sql = connect(superuser.href, { max: 1, name: 'migrate' });
  try {
    await sql.unsafe(`alter role ${quoted(role)} createrole`);
  } finally {
    await sql.end();
  }
}
