/** Whether there is any key, as the tables have it: without one a platform is open to all who reach it. */
import { connect } from '../../../shared/store/database.ts';

/** @throws when the database does not answer */
export async function hasKeys(databaseUrl: string): Promise<boolean> {
  const sql = connect(databaseUrl, { max: 1, name: 'start' });
  try {
    const [found] = await sql`
      select from marea.keys where revoked_at is null and (expires_at is null or expires_at > now()) limit 1`;
    return found !== undefined;
  } finally {
    await sql.end();
  }
}
