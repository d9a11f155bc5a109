/** Drift: what the latest check found in which there was something to compare. */
import type { Value } from '../../shared/runtime/exposition.ts';
import type { ColumnDrift } from '../../shared/stats/profile/drift-report.ts';
import { counter, type Group, gauge, namesOf } from './group.ts';

interface Check {
  readonly dataset: string;
  readonly drifted: boolean;
  readonly share: number;
  /** The target among them. */
  readonly columns: readonly Pick<ColumnDrift, 'column' | 'psi' | 'drifted'>[];
}

interface Checks {
  readonly dataset: string;
  readonly drifted: boolean;
  readonly checks: number;
}

export const drift: Group = {
  name: 'drift',
  async read(sql, datasets) {
    const names = namesOf(datasets);
    // Without the distributions that a report has to draw: they are most of it.
    const latest = await sql<Check[]>`
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
    const checks = await sql<Checks[]>`
      select dataset, drifted, count(*)::float8 as checks from marea.drift_history
      where dataset = any(${names}) group by dataset, drifted`;
    const ofColumns = (of: (column: Check['columns'][number]) => number | null): Value[] =>
      latest.flatMap(({ dataset, columns }) =>
        columns.flatMap((column) => {
          const value = of(column);
          return value === null ? [] : [{ labels: { dataset, column: column.column }, value }];
        }),
      );
    return [
      gauge(
        'marea_drift_share',
        'Share of columns that had drifted at the latest check',
        latest.map(({ dataset, share }) => ({ labels: { dataset }, value: share })),
      ),
      gauge(
        'marea_drift_detected',
        'Whether the latest check found drift, of the data set or of its target',
        latest.map(({ dataset, drifted }) => ({ labels: { dataset }, value: Number(drifted) })),
      ),
      gauge(
        'marea_drift_score',
        'Population Stability Index of a column at the latest check: 0 is the same, above 0.25 much has changed',
        ofColumns(({ psi }) => psi),
      ),
      gauge(
        'marea_drift_column_detected',
        'Whether the test of the column found drift at the latest check',
        ofColumns(({ drifted }) => Number(drifted)),
      ),
      counter(
        'marea_drift_checks_total',
        'Checks for drift, by whether there was any',
        names.flatMap((dataset) =>
          [true, false].map((drifted) => ({
            labels: { dataset, drifted: String(drifted) },
            value: checks.find((row) => row.dataset === dataset && row.drifted === drifted)?.checks ?? 0,
          })),
        ),
      ),
    ];
  },
};
