/** Events: what stages have handled and emitted, and what is owed and not sent. */
import { eventTypes } from '../../shared/events/types.ts';
import type { Family, Value } from '../../shared/runtime/exposition.ts';
import { countUnsent, type Unsent } from '../../shared/runtime/stalled.ts';
import { type Total, totalsOf } from '../../shared/runtime/totals.ts';
import { counter, type Group, gauge, namesOf } from './group.ts';

const TYPES = eventTypes.map(({ type }) => type);
/** Those that are told of before they have done anything; others from their first event on. */
const STAGES = [
  'ingest',
  'clean',
  'drift',
  'train',
  'trial',
  'assemble',
  'adopt',
  'promote',
  'card',
  'rollout',
  'record',
];

export const events: Group = {
  name: 'events',
  async read(sql, datasets) {
    const names = namesOf(datasets);
    const totals = await totalsOf(sql, ['emitted', 'handled', 'retried'], names);
    const worked = totals.flatMap(({ what, kind }) => (what === 'emitted' ? [] : [kind]));
    const stages = [...new Set([...STAGES, ...worked])];
    return [emitted(names, totals), ...taken(names, stages, totals), ...unsent(await countUnsent(sql))];
  },
};

function totalIn(totals: readonly Total[], wanted: Omit<Total, 'total'>): number {
  const keys = ['what', 'dataset', 'kind', 'outcome'] as const;
  return totals.find((row) => keys.every((key) => row[key] === wanted[key]))?.total ?? 0;
}

const each = (
  names: readonly string[],
  kinds: readonly string[],
  values: (dataset: string, kind: string) => Value[],
): Value[] => names.flatMap((dataset) => kinds.flatMap((kind) => values(dataset, kind)));

const emitted = (names: readonly string[], totals: readonly Total[]): Family =>
  counter(
    'marea_events_emitted_total',
    'Events that stages have emitted, by type',
    each(names, TYPES, (dataset, type) => {
      const value = totalIn(totals, { what: 'emitted', dataset, kind: type, outcome: '' });
      return [{ labels: { dataset, type }, value }];
    }),
  );

const taken = (names: readonly string[], stages: readonly string[], totals: readonly Total[]): Family[] => [
  counter(
    'marea_stage_events_total',
    'Events that a stage has done, and that it has refused for good',
    each(names, stages, (dataset, stage) =>
      ['done', 'failed'].map((status) => ({
        labels: { dataset, stage, status },
        value: totalIn(totals, { what: 'handled', dataset, kind: stage, outcome: status }),
      })),
    ),
  ),
  counter(
    'marea_stage_retries_total',
    'Deliveries to a stage that were not the first of their event',
    each(names, stages, (dataset, stage) => {
      const value = totalIn(totals, { what: 'retried', dataset, kind: stage, outcome: '' });
      return [{ labels: { dataset, stage }, value }];
    }),
  ),
];

const unsent = (owed: Unsent): Family[] => [
  gauge('marea_outbox_events', 'Events that are owed and not sent', [{ labels: {}, value: owed.events }]),
  gauge(
    'marea_outbox_oldest_age_seconds',
    'Since when the oldest unsent event is owed; 0 when there is none',
    [{ labels: {}, value: Math.max(0, owed.age) }],
  ),
];
