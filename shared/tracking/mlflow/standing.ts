/** Where a version of a data set's model stands: what a promotion, or a deletion, goes by. */
import type { Query } from '../../store/database.ts';

/** Asked again so soon is one wish: a client that has lost an answer sends again. */
const AGAIN = '1 minute';

export interface Standing {
  /** The last decision, and its reason. */
  readonly decision: string | null;
  readonly reason: string | null;
  /** It is, or was, in production. */
  readonly wasPromoted: boolean;
  /** Approved or asked for, and nobody has said since what became of it. */
  readonly isOnItsWay: boolean;
  /** Asked for just now. */
  readonly wasJustAsked: boolean;
}

export async function standingOf(sql: Query, name: string, version: number): Promise<Standing> {
  const [found] = await sql<Standing[]>`
    with lines as (select * from marea.model_history where name = ${name} and version = ${version}),
    last as (
      select event, reason from lines
      where event in ('registered', 'approved', 'rejected', 'judged again', 'promoted', 'rolled back')
      order by id desc limit 1),
    step as (
      select event, at from lines
      where event in ('approved', 'asked for', 'judged again', 'traffic moved', 'rejected', 'promoted', 'rolled back')
      order by id desc limit 1)
    select (select event from last) as decision, (select reason from last) as reason,
      exists (select from lines where event = 'promoted') or exists (
        select from marea.model_versions v
        where v.name = ${name} and v.version = ${version} and v.stage = 'Production') as "wasPromoted",
      coalesce((select event in ('approved', 'asked for', 'judged again', 'traffic moved') from step), false)
        as "isOnItsWay",
      coalesce((select event = 'asked for' and at > now() - ${AGAIN}::interval from step), false) as "wasJustAsked"`;
  if (!found) throw new Error(`the history of version ${version} of ${name} could not be read`);
  return found;
}
