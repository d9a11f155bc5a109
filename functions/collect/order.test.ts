import { expect, test } from 'vitest';
import { orderOf } from './order.ts';

const ping = (data: unknown, dataset?: string) => ({
  id: '1',
  source: 'test',
  type: 'dev.knative.sources.ping',
  data,
  ...(dataset ? { dataset } : {}),
});

test('a ping says whose batches, by its data or by its attribute', () => {
  expect(orderOf(ping({ dataset: 'realtor', group: 3, day: 'Friday', restart: true }))).toEqual({
    dataset: 'realtor',
    group: 3,
    day: 'Friday',
    restart: true,
  });
  expect(orderOf(ping({}, 'realtor'))).toEqual({
    dataset: 'realtor',
    group: 1,
    day: 'Tuesday',
    restart: false,
  });
});

test.each([
  [{}, 'names no data set'],
  [{ dataset: 'nowhere' }, 'no data set "nowhere"'],
  [{ dataset: 'realtor', group: 'one' }, '/group'],
  ['text', 'do not fit'],
])('a ping that asks for nothing sensible is refused: %j', (data, message) => {
  expect(() => orderOf(ping(data))).toThrow(message);
});
