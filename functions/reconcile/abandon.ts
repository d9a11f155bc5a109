/**
 * A training that stands still for hours holds up every later one: a trial that can never end (its event in dead
 * letters, its pod killed for memory each time), an artifact that is refused. It is closed as failed, with the reason.
 */
import type { Sql } from '../../shared/store/database.ts';
import { ended } from '../../shared/tracking/batches.ts';
import { remember } from '../../shared/tracking/versions.ts';

interface Abandoned {
  readonly id: string;
  readonly dataset: string;
  readonly batch: string | null;
  readonly open: number;
}

/**
 * @param hours without a trial that ends
 * @returns how many were closed
 */
export async function abandonTrainings(sql: Sql, hours: number): Promise<number> {
  return await sql.begin(async (tx) => {
    const abandoned = await tx<Abandoned[]>`
      update marea.runs r set status = 'FAILED', ended_at = clock_timestamp()
      where r.parent_id is null and r.status = 'RUNNING' and r.dataset is not null
        and r.started_at < now() - make_interval(hours => ${hours})
        and not exists (
          select from marea.runs child
          where child.parent_id = r.id and greatest(child.started_at, child.ended_at) > now() - make_interval(hours => ${hours}))
      returning r.id, r.dataset, r.batch,
        (select count(*)::int from marea.trials t where t.run_id = r.id and t.status = 'requested') as open`;
    for (const { id, dataset, batch, open } of abandoned) {
      const reason = `run ${id} stood still for ${hours} hours with ${open} open trials`;
      await tx`
        update marea.runs set status = 'FAILED', ended_at = clock_timestamp()
        where parent_id = ${id} and status = 'RUNNING'`;
      await remember(tx, { name: dataset, run: id, event: 'training failed', reason });
      await ended(tx, dataset, batch ?? undefined, 'training failed', reason);
    }
    return abandoned.length;
  });
}
