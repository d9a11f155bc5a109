/** Batches: how their chains ended, how long these took, and what is under way. */
import type { Family, Value } from '../../shared/runtime/exposition.ts';
import {
  type EndedBatches,
  endedBatches,
  type OpenBatches,
  openBatches,
} from '../../shared/tracking/batch-counts.ts';
import type { BatchOutcome } from '../../shared/tracking/batches.ts';
import { counter, type Group, gauge, namesOf } from './group.ts';

const OUTCOMES: Readonly<Record<BatchOutcome, true>> = {
  promoted: true,
  rejected: true,
  'not trained': true,
  'rolled back': true,
  'training failed': true,
  held: true,
  discarded: true,
  retracted: true,
};
const DURATION = 'marea_batch_duration_seconds';
/** Seconds. A batch that trains takes minutes to hours. */
const BOUNDS = [1, 2.5, 5, 10, 20, 40, 60, 120, 300, 600, 1800, 3600, 10_800];

export const batches: Group = {
  name: 'batches',
  async read(sql, datasets) {
    const names = namesOf(datasets);
    const ended = await endedBatches(sql, BOUNDS);
    return [outcomes(names, ended), durations(names, ended), ...underWay(names, await openBatches(sql))];
  },
};

const outcomes = (names: readonly string[], ended: readonly EndedBatches[]): Family =>
  counter(
    'marea_batches_total',
    'Batches whose chain has come to its end, by outcome',
    names.flatMap((dataset) =>
      Object.keys(OUTCOMES).map((outcome) => ({
        labels: { dataset, outcome },
        value: batchesOf(ended.filter((row) => row.dataset === dataset && row.outcome === outcome)),
      })),
    ),
  );

function underWay(names: readonly string[], open: readonly OpenBatches[]): Family[] {
  const told = (of: (row: OpenBatches) => number): Value[] =>
    names.map((dataset) => {
      const row = open.find((one) => one.dataset === dataset);
      return { labels: { dataset }, value: row ? of(row) : 0 };
    });
  return [
    gauge(
      'marea_open_batches',
      'Batches whose chain has not come to its end',
      told(({ batches }) => batches),
    ),
    gauge(
      'marea_open_batch_oldest_age_seconds',
      'Since when the oldest open batch is under way; 0 when there is none',
      told(({ age }) => Math.max(0, age)),
    ),
  ];
}

const batchesOf = (ended: readonly EndedBatches[]): number =>
  ended.reduce((sum, { batches }) => sum + batches, 0);

function durations(names: readonly string[], ended: readonly EndedBatches[]): Family {
  const own = (name: string) => ended.filter(({ dataset }) => dataset === name);
  const values = names.flatMap((name) => histogramOf(name, own(name)));
  const help = 'Time from a batch that was received to the end of its chain';
  return { name: DURATION, help, type: 'histogram', values };
}

function histogramOf(dataset: string, ended: readonly EndedBatches[]): Value[] {
  const bucket = (le: number | string, value: number): Value => ({
    metricName: `${DURATION}_bucket`,
    labels: { dataset, le },
    value,
  });
  const total = batchesOf(ended);
  const seconds = ended.reduce((sum, row) => sum + row.seconds, 0);
  return [
    ...BOUNDS.map((bound, index) =>
      bucket(bound, batchesOf(ended.filter(({ within }) => within >= BOUNDS.length - index))),
    ),
    bucket('+Inf', total),
    { metricName: `${DURATION}_sum`, labels: { dataset }, value: seconds },
    { metricName: `${DURATION}_count`, labels: { dataset }, value: total },
  ];
}
