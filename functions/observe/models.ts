/** Models: what is in production and how good it is, what was trained, and what happened to versions. */
import type { Dataset, Threshold } from '../../shared/datasets/declaration.ts';
import type { Value } from '../../shared/runtime/exposition.ts';
import type { Remembered } from '../../shared/tracking/versions.ts';
import { counter, type Group, gauge, namesOf } from './group.ts';

/** `reset` is written by the console's reset alone. */
const EVENTS: Readonly<Record<Remembered['event'] | 'reset', true>> = {
  promoted: true,
  rejected: true,
  'traffic moved': true,
  'rolled out': true,
  'rolled back': true,
  'training refused': true,
  'training failed': true,
  reset: true,
};

interface Production {
  readonly name: string;
  readonly version: number;
  readonly metrics: Readonly<Record<string, number>>;
  /** Since when, in seconds since 1970. */
  readonly since: number;
}

interface Counted {
  readonly dataset: string;
  readonly what: string;
  readonly times: number;
}

export const models: Group = {
  name: 'models',
  async read(sql, datasets) {
    const names = namesOf(datasets);
    const production = await sql<Production[]>`
      select name, version, metrics, extract(epoch from updated_at)::float8 as since
      from marea.model_versions where stage = 'Production' and name = any(${names})`;
    const events = await sql<Counted[]>`
      select name as dataset, event as what, count(*)::float8 as times from marea.model_history
      where name = any(${names}) group by name, event`;
    const trials = await sql<Counted[]>`
      select r.dataset, t.status as what, count(*)::float8 as times
      from marea.trials t join marea.runs r on r.id = t.run_id
      where r.dataset = any(${names}) group by r.dataset, t.status`;
    const batches = await sql<{ dataset: string }[]>`
      select dataset from unnest(${names}::text[]) as each (dataset)
      where exists (select from marea.batches b where b.dataset = each.dataset and ended_at is not null)`;
    const without = batches.filter(({ dataset }) => !production.some(({ name }) => name === dataset));
    const told = (of: (model: Production) => number): Value[] =>
      production.map((model) => ({ labels: { dataset: model.name }, value: of(model) }));
    return [
      gauge(
        'marea_dataset_info',
        'Always 1: the data sets that are declared',
        datasets.map(({ name: dataset, target: { task } }) => ({ labels: { dataset, task }, value: 1 })),
      ),
      gauge(
        'marea_production_model_version',
        'The version in production',
        told(({ version }) => version),
      ),
      gauge(
        'marea_production_model_timestamp_seconds',
        'When the version in production became that',
        told(({ since }) => since),
      ),
      gauge(
        'marea_datasets_without_model',
        'Data sets that have had batches and have no version in production',
        [{ labels: {}, value: without.length }],
      ),
      gauge(
        'marea_model_quality',
        'Metrics of the version in production, on held-out rows',
        production.flatMap(({ name: dataset, metrics }) =>
          Object.entries(metrics).map(([metric, value]) => ({ labels: { dataset, metric }, value })),
        ),
      ),
      gauge(
        'marea_model_quality_floor',
        'The least that the data set accepts of a metric',
        datasets.flatMap((dataset) => thresholds(dataset, ({ least }) => least)),
      ),
      gauge(
        'marea_model_quality_ceiling',
        'The most that the data set accepts of a metric',
        datasets.flatMap((dataset) => thresholds(dataset, ({ most }) => most)),
      ),
      counter(
        'marea_model_events_total',
        'What happened to versions of a model: promoted, rejected, rolled out and so on',
        names.flatMap((dataset) =>
          Object.keys(EVENTS).map((event) => ({
            labels: { dataset, event },
            value: timesOf(events, dataset, event),
          })),
        ),
      ),
      counter(
        'marea_trials_total',
        'Trials that have ended, by how',
        names.flatMap((dataset) =>
          ['finished', 'stopped', 'failed'].map((status) => ({
            labels: { dataset, status },
            value: timesOf(trials, dataset, status),
          })),
        ),
      ),
      gauge(
        'marea_open_trials',
        'Trials that are asked for and have not ended',
        names.map((dataset) => ({ labels: { dataset }, value: timesOf(trials, dataset, 'requested') })),
      ),
    ];
  },
};

const timesOf = (counted: readonly Counted[], dataset: string, what: string): number =>
  counted.find((row) => row.dataset === dataset && row.what === what)?.times ?? 0;

function thresholds(
  { name: dataset, accept }: Dataset,
  of: (threshold: Threshold) => number | undefined,
): Value[] {
  return accept.flatMap((threshold) => {
    const value = of(threshold);
    return value === undefined ? [] : [{ labels: { dataset, metric: threshold.metric }, value }];
  });
}
