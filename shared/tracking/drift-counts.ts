/** What is told of drift for each data set: the latest check, and how many there were. */
import type { ColumnDrift } from '../stats/profile/drift-report.ts';
import type { Query } from '../store/database.ts';

export interface LatestCheck {
  readonly dataset: string;
  readonly drifted: boolean;
  readonly share: number;
  /** The target among them. */
  readonly columns: readonly Pick<ColumnDrift, 'column' | 'psi' | 'drifted'>[];
}

/**
 * The latest in which there was something to compare, without the distributions that a report has to draw: they are
 * most of it.
 */
export async function latestChecks(sql: Query, names: readonly string[]): Promise<LatestCheck[]> {
  return await sql<LatestCheck[]>`
    select latest.dataset, drifted, share, columns from unnest(${names}::text[]) as each (dataset)
    cross join lateral (
      select dataset, drifted, share, (
        select coalesce(jsonb_agg(jsonb_build_object(
          'column', c->'column', 'psi', c->'psi', 'drifted', c->'drifted')), '[]')
        from jsonb_array_elements(
          (report#>'{production,columns}') || coalesce(nullif(report#>'{production,target}', 'null'), '[]')) c
      ) as columns
      from marea.drift_history h
      where h.dataset = each.dataset and report->>'production' is not null
      order by checked_at desc limit 1) latest`;
}

export interface CheckCount {
  readonly dataset: string;
  readonly drifted: boolean;
  readonly checks: number;
}

export async function countChecks(sql: Query, names: readonly string[]): Promise<CheckCount[]> {
  return await sql<CheckCount[]>`
    select dataset, drifted, count(*)::float8 as checks from marea.drift_history
    where dataset = any(${names}) group by dataset, drifted`;
}
