/** Whether a stage has something to do, begun or on its way. */
import { takings } from '../events/takers.ts';
import type { Query } from '../store/database.ts';

/**
 * Whether a stage has something of a data set to do that goes on by itself: begun or on its way, not in dead letters.
 * @param besides what came from here is not waited for
 */
export async function isUnderWay(
  sql: Query,
  stage: string,
  dataset: string,
  besides: string,
): Promise<boolean> {
  const found = await sql`
    select from marea.stages s
    where s.stage = ${stage} and s.dataset = ${dataset} and s.status = 'running'
      and not exists (
        select from marea.dead_letters d
        where d.source = s.source and d.event_id = s.event_id and d.replayed_at is null)
    limit 1`;
  return found.length > 0 || (await isOnItsWay(sql, stage, dataset, besides));
}

/** What is older is sent again by nobody. */
const ON_ITS_WAY = '7 days';

/** Whether an event that the stage takes is owed, or was sent and is not done by it: it may be lost, and comes again. */
async function isOnItsWay(sql: Query, stage: string, dataset: string, besides: string): Promise<boolean> {
  const taken = takings.filter(({ by }) => by === stage).map(({ attributes }) => attributes);
  const found = await sql`
    select from marea.outbox o
    where o.event->>'dataset' = ${dataset} and o.source <> ${besides} and o.created_at > now() - ${ON_ITS_WAY}::interval
      and exists (select from jsonb_array_elements(${sql.json(taken as never)}) t where o.event @> t)
      and not exists (
        select from marea.stages s
        where s.stage = ${stage} and s.source = o.source and s.event_id = o.event_id and s.status in ('done', 'failed'))
      and not exists (
        select from marea.dead_letters d
        where d.source = o.source and d.event_id = o.event_id and d.replayed_at is null)
    limit 1`;
  return found.length > 0;
}
