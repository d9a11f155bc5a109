/** Models: what is in production and how good it is, what was trained, and what happened to versions. */
import type { Dataset, Threshold } from '../../shared/datasets/declaration.ts';
import type { Family, Value } from '../../shared/runtime/exposition.ts';
import { datasetsWithEnded } from '../../shared/tracking/batch-counts.ts';
import { countHistory, type HistoryCount } from '../../shared/tracking/history.ts';
import type { Remembered } from '../../shared/tracking/production.ts';
import { type InProduction, versionsInProduction } from '../../shared/tracking/registry.ts';
import { countTrials, type TrialCount } from '../../shared/tracking/trials.ts';
import { counter, type Group, gauge, namesOf } from './group.ts';

const EVENTS: Readonly<Record<Remembered['event'], true>> = {
  registered: true,
  deleted: true,
  'asked for': true,
  approved: true,
  rejected: true,
  'judged again': true,
  'traffic moved': true,
  promoted: true,
  'rolled back': true,
  'training refused': true,
  'training failed': true,
  retracted: true,
  reset: true,
};

export const models: Group = {
  name: 'models',
  async read(sql, datasets) {
    const names = namesOf(datasets);
    const production = (await versionsInProduction(sql)).filter(({ name }) => names.includes(name));
    return [
      ...declared(datasets),
      ...inProduction(production),
      without(await datasetsWithEnded(sql, names), production),
      happened(names, await countHistory(sql, names)),
      ...tried(names, await countTrials(sql, names)),
    ];
  },
};

const declared = (datasets: readonly Dataset[]): Family[] => [
  gauge(
    'marea_dataset_info',
    'Always 1: the data sets that are declared',
    datasets.map(({ name: dataset, target: { task } }) => ({ labels: { dataset, task }, value: 1 })),
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
];

function inProduction(production: readonly InProduction[]): Family[] {
  const told = (of: (model: InProduction) => number): Value[] =>
    production.map((model) => ({ labels: { dataset: model.name }, value: of(model) }));
  return [
    gauge(
      'marea_production_model_version',
      'The version in production',
      told(({ version }) => version),
    ),
    gauge(
      'marea_production_model_timestamp_seconds',
      'When the version in production became that',
      told(({ since }) => since.getTime() / 1000),
    ),
    gauge(
      'marea_model_quality',
      'Metrics of the version in production, on held-out rows',
      production.flatMap(({ name: dataset, metrics }) =>
        Object.entries(metrics).map(([metric, value]) => ({ labels: { dataset, metric }, value })),
      ),
    ),
  ];
}

function without(withBatches: readonly string[], production: readonly InProduction[]): Family {
  const served = production.map(({ name }) => name);
  return gauge(
    'marea_datasets_without_model',
    'Data sets that have had batches and have no version in production',
    [{ labels: {}, value: withBatches.filter((name) => !served.includes(name)).length }],
  );
}

const happened = (names: readonly string[], counted: readonly HistoryCount[]): Family =>
  counter(
    'marea_model_events_total',
    'What happened to versions of a model: approved, rejected, promoted and so on',
    names.flatMap((dataset) =>
      Object.keys(EVENTS).map((event) => ({
        labels: { dataset, event },
        value: timesOf(counted, dataset, event),
      })),
    ),
  );

const tried = (names: readonly string[], counted: readonly TrialCount[]): Family[] => [
  counter(
    'marea_trials_total',
    'Trials that have ended, by how',
    names.flatMap((dataset) =>
      (['finished', 'stopped', 'failed'] as const).map((status) => ({
        labels: { dataset, status },
        value: trialsOf(counted, dataset, status),
      })),
    ),
  ),
  gauge(
    'marea_open_trials',
    'Trials that are asked for and have not ended',
    names.map((dataset) => ({ labels: { dataset }, value: trialsOf(counted, dataset, 'requested') })),
  ),
];

const timesOf = (counted: readonly HistoryCount[], dataset: string, event: string): number =>
  counted.find((row) => row.dataset === dataset && row.event === event)?.times ?? 0;

const trialsOf = (counted: readonly TrialCount[], dataset: string, status: TrialCount['status']): number =>
  counted.find((row) => row.dataset === dataset && row.status === status)?.trials ?? 0;

function thresholds(
  { name: dataset, accept }: Dataset,
  of: (threshold: Threshold) => number | undefined,
): Value[] {
  return accept.flatMap((threshold) => {
    const value = of(threshold);
    return value === undefined ? [] : [{ labels: { dataset, metric: threshold.metric }, value }];
  });
}
