import { expect, test } from 'vitest';
import type { Trigger } from '../manifests/schemas.ts';
import { takes } from './filter.ts';

const event = {
  type: 'dev.marea.drift.checked',
  train: 'true',
  dataset: 'realtor',
};

const triggers: [Pick<Trigger['spec'], 'filter' | 'filters'>, boolean][] = [
  [
    {
      filter: {
        attributes: { type: 'dev.marea.drift.checked', train: 'true' },
      },
    },
    true,
  ],
  [{ filter: { attributes: { train: 'false' } } }, false],
  [{ filter: { attributes: { nothing: 'x' } } }, false],
  [{}, true],
  [
    {
      filters: [{ prefix: { type: 'dev.marea.' } }, { suffix: { type: '.checked' } }],
    },
    true,
  ],
  [
    {
      filters: [{ any: [{ exact: { type: 'x' } }, { exact: { dataset: 'realtor' } }] }],
    },
    true,
  ],
  [
    {
      filters: [{ all: [{ exact: { type: 'x' } }, { exact: { dataset: 'realtor' } }] }],
    },
    false,
  ],
  [{ filters: [{ not: { exact: { dataset: 'realtor' } } }] }, false],
  [
    {
      filters: [{ exact: { dataset: 'diabetes' } }],
      filter: { attributes: { train: 'true' } },
    },
    false,
  ],
];

test.each(triggers)('%j takes the event: %s', (trigger, expected) => {
  expect(takes(trigger, event)).toBe(expected);
});
