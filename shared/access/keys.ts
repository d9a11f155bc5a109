/** The table of API keys, as it is read: all of them, one, those that are valid now. */
import type { Query } from '../store/database.ts';

/** Notes that these were used; at most once a minute for each. Whoever else notes it at the same time will do. */
export async function touchKeys(sql: Query, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update marea.keys set last_used_at = now() where id in (
      select id from marea.keys
      where id = any(${[...new Set(ids)]}) and (last_used_at is null or last_used_at < now() - interval '1 minute')
      for update skip locked)`;
}
