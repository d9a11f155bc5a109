/** Events: what stages have handled and emitted, and what is owed and not sent. */
import { eventTypes } from '../../shared/events/types.ts';
import type { Value } from '../../shared/runtime/exposition.ts';
import { countUnsent } from '../../shared/runtime/stalled.ts';
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
  'promote',
  'card',
  'rollout',
  'record',
];

export const events: Group = {
  name: 'events',
  async read(sql, datasets) {
    const totals = await totalsOf(sql, ['emitted', 'handled', 'retried'], namesOf(datasets));
    const unsent = await countUnsent(sql);
    const total = (what: Total['what'], dataset: string, kind: string, outcome = ''): number =>
      totals.find(
        (row) => row.what === what && row.dataset === dataset && row.kind === kind && row.outcome === outcome,
      )?.total ?? 0;
    const names = namesOf(datasets);
    const stages = [
      ...new Set([...STAGES, ...totals.flatMap(({ what, kind }) => (what === 'emitted' ? [] : [kind]))]),
    ];
    const each = (kinds: readonly string[], value: (dataset: string, kind: string) => Value[]): Value[] =>
      names.flatMap((dataset) => kinds.flatMap((kind) => value(dataset, kind)));
    return [
      counter(
        'marea_events_emitted_total',
        'Events that stages have emitted, by type',
        each(TYPES, (dataset, type) => [
          { labels: { dataset, type }, value: total('emitted', dataset, type) },
        ]),
      ),
      counter(
        'marea_stage_events_total',
        'Events that a stage has done, and that it has refused for good',
        each(stages, (dataset, stage) =>
          ['done', 'failed'].map((status) => ({
            labels: { dataset, stage, status },
            value: total('handled', dataset, stage, status),
          })),
        ),
      ),
      counter(
        'marea_stage_retries_total',
        'Deliveries to a stage that were not the first of their event',
        each(stages, (dataset, stage) => [
          { labels: { dataset, stage }, value: total('retried', dataset, stage) },
        ]),
      ),
      gauge('marea_outbox_events', 'Events that are owed and not sent', [
        { labels: {}, value: unsent.events },
      ]),
      gauge(
        'marea_outbox_oldest_age_seconds',
        'Since when the oldest unsent event is owed; 0 when there is none',
        [{ labels: {}, value: Math.max(0, unsent.age) }],
      ),
    ];
  },
};
