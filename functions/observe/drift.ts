/** Drift: what the latest check found in which there was something to compare. */
import type { Family, Value } from '../../shared/runtime/exposition.ts';
import {
  type CheckCount,
  countChecks,
  type LatestCheck,
  latestChecks,
} from '../../shared/tracking/drift-counts.ts';
import { counter, type Group, gauge, namesOf } from './group.ts';

export const drift: Group = {
  name: 'drift',
  async read(sql, datasets) {
    const names = namesOf(datasets);
    const latest = await latestChecks(sql, names);
    return [...ofDatasets(latest), ...ofColumns(latest), checked(names, await countChecks(sql, names))];
  },
};

const ofDatasets = (latest: readonly LatestCheck[]): Family[] => [
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
];

type Column = LatestCheck['columns'][number];

const ofColumns = (latest: readonly LatestCheck[]): Family[] => [
  gauge(
    'marea_drift_score',
    'Population Stability Index of a column at the latest check: 0 is the same, above 0.25 much has changed',
    latest.flatMap((check) => columnValues(check, ({ psi }) => psi)),
  ),
  gauge(
    'marea_drift_column_detected',
    'Whether the test of the column found drift at the latest check',
    latest.flatMap((check) => columnValues(check, ({ drifted }) => Number(drifted))),
  ),
];

const columnValues = ({ dataset, columns }: LatestCheck, of: (column: Column) => number | null): Value[] =>
  columns.flatMap((column) => {
    const value = of(column);
    return value === null ? [] : [{ labels: { dataset, column: column.column }, value }];
  });

const checked = (names: readonly string[], counted: readonly CheckCount[]): Family =>
  counter(
    'marea_drift_checks_total',
    'Checks for drift, by whether there was any',
    names.flatMap((dataset) =>
      [true, false].map((drifted) => ({
        labels: { dataset, drifted: String(drifted) },
        value: counted.find((row) => row.dataset === dataset && row.drifted === drifted)?.checks ?? 0,
      })),
    ),
  );
