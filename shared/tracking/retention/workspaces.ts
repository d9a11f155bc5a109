/** Objects of trainings that ended long ago, in the bucket `datasets`: <data set>/<run>/<file>. */
import type { Query } from '../../store/database.ts';
import type { Address, ObjectStore } from '../../store/objects.ts';
import type { ObjectPolicy } from './policy.ts';

const BUCKET = 'datasets';
/** Runs of one question. */
const AT_ONCE = 1000;

/** What would go now: files of runs that nobody needs any more. What belongs to no known run is left alone. */
export async function oldObjects(
  sql: Query,
  objects: Pick<ObjectStore, 'list'>,
  policy: ObjectPolicy,
): Promise<Address[]> {
  const files = (await objects.list(BUCKET, '')).map(fileOf).filter(({ file }) => policy.takes(file));
  const over = await endedRuns(sql, [...new Set(files.map(({ run }) => run))], policy.days);
  return files.filter(({ run }) => over.has(run)).map(({ key }) => ({ bucket: BUCKET, key }));
}

function fileOf(key: string): { key: string; run: string; file: string } {
  const [, run = '', ...file] = key.split('/');
  return { key, run, file: file.join('/') };
}

async function endedRuns(sql: Query, runs: readonly string[], days: number): Promise<Set<string>> {
  const over = new Set<string>();
  for (let start = 0; start < runs.length; start += AT_ONCE)
    for (const { id } of await unneeded(sql, runs.slice(start, start + AT_ONCE), days)) over.add(id);
  return over;
}

/**
 * A run's files are needed while it is open, while its batch is, while its version is in production or waits for a
 * decision (it may be judged again, on the same rows), and while an event about it waits in dead letters.
 */
function unneeded(sql: Query, runs: readonly string[], days: number): Promise<{ id: string }[]> {
  return sql<{ id: string }[]>`
    select r.id from marea.runs r
    where r.id = any(${runs as string[]}) and r.status <> 'RUNNING'
      and r.ended_at < now() - make_interval(days => ${days})
      and not exists (
        select from marea.batches b where b.dataset = r.dataset and b.id = r.batch and b.ended_at is null)
      and not exists (
        select from marea.dead_letters d where d.settled_at is null and d.event->'data'->>'run' = r.id)
      and not exists (
        select from marea.model_versions v
        where v.name = r.dataset and v.run_id = r.id and (v.stage in ('Production', 'Staging')
          or v.stage = 'None' and coalesce((
            select h.event from marea.model_history h
            where h.name = v.name and h.version = v.version
              and h.event in ('approved', 'rejected', 'rolled back')
            order by h.id desc limit 1), 'approved') = 'approved'))`;
}
