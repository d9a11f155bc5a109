/** Drift: what the latest check found in which there was something to compare. */
import type { Value } from '../../shared/runtime/exposition.ts';
import { countChecks, type LatestCheck, latestChecks } from '../../shared/tracking/drift-counts.ts';
import { counter, type Group, gauge, namesOf } from './group.ts';

export const drift: Group = {
  name: 'drift',
  async read(sql, datasets) {
    const names = namesOf(datasets);
    const [latest, checks] = await Promise.all([latestChecks(sql, names), countChecks(sql, names)]);
    const ofColumns = (of: (column: LatestCheck['columns'][number]) => number | null): Value[] =>
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
