/** Dead letters: what could not be delivered. Their types come from outside, and are told only where they are known. */
import { eventTypes } from '../../shared/events/types.ts';
import { counter, type Group, gauge } from './group.ts';

const TYPES = [...eventTypes.map(({ type }) => type), 'other'];

interface Letters {
  readonly type: string;
  readonly letters: number;
}

interface Deliveries extends Letters {
  readonly dataset: string;
}

export const deadLetters: Group = {
  name: 'dead-letters',
  async read(sql, datasets) {
    const known = eventTypes.map(({ type }) => type);
    const waiting = await sql<Letters[]>`
      select case when type = any(${known}) then type else 'other' end as type, count(*)::float8 as letters
      from marea.dead_letters where replayed_at is null group by 1`;
    const received = await sql<Deliveries[]>`
      select case when type = any(${known}) then type else 'other' end as type,
             case when dataset = any(${datasets.map(({ name }) => name)}) then dataset else 'other' end as dataset,
             sum(deliveries)::float8 as letters
      from marea.dead_letters group by 1, 2`;
    return [
      gauge(
        'marea_dead_letters',
        'Events that could not be delivered and wait for a person',
        TYPES.map((type) => ({
          labels: { type },
          value: waiting.find((row) => row.type === type)?.letters ?? 0,
        })),
      ),
      counter(
        'marea_dead_letters_received_total',
        'Events that came because they could not be delivered, those that came again among them',
        [...datasets.map(({ name }) => name), 'other'].flatMap((dataset) =>
          TYPES.map((type) => ({
            labels: { dataset, type },
            value: received.find((row) => row.dataset === dataset && row.type === type)?.letters ?? 0,
          })),
        ),
      ),
    ];
  },
};
