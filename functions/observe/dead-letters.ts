/** Dead letters: what could not be delivered. Their types come from outside, and are told only where they are known. */
import { eventTypes } from '../../shared/events/types.ts';
import { countDeliveries, countWaiting } from '../../shared/runtime/dead-letters.ts';
import { counter, type Group, gauge, namesOf } from './group.ts';

const TYPES = [...eventTypes.map(({ type }) => type), 'other'];

export const deadLetters: Group = {
  name: 'dead-letters',
  async read(sql, datasets) {
    const types = eventTypes.map(({ type }) => type);
    const waiting = await countWaiting(sql, types);
    const received = await countDeliveries(sql, { types, datasets: namesOf(datasets) });
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
        [...namesOf(datasets), 'other'].flatMap((dataset) =>
          TYPES.map((type) => ({
            labels: { dataset, type },
            value: received.find((row) => row.dataset === dataset && row.type === type)?.letters ?? 0,
          })),
        ),
      ),
    ];
  },
};
