/**
 * The Job `migrate`: brings the database up to date, before the functions of a release run. It alone owns the tables; with
 * LOGINS_SEED it makes the roles of the functions.
 */
import { configuration, required } from '../../shared/runtime/configuration.ts';
import { connect } from '../../shared/store/database.ts';
import { migrate } from '../../shared/store/migrate.ts';
import { quoted } from '../../shared/store/tables.ts';

const { LOGINS_SEED, POSTGRES_PASSWORD } = configuration();
const owner = required('DATABASE_URL');

if (LOGINS_SEED && POSTGRES_PASSWORD) await allowRoles(owner, POSTGRES_PASSWORD);
await migrate(owner, LOGINS_SEED);

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
