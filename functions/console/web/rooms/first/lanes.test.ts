import { expect, test } from 'vitest';
import { lanesOf } from './lanes.ts';

const at = (minute: number): string => new Date(minute * 60_000).toISOString();
const span = (from: number, to: number | null) => ({
  startedAt: at(from),
  endedAt: to === null ? null : at(to),
});
const hundred = { from: 0, until: 100 * 60_000 };

test('spans that touch in time are beside each other, those that do not are in one lane', () => {
  const { placed, lanes } = lanesOf([span(0, 40), span(20, 60), span(45, 50), span(70, 80)], hundred);
  expect(placed.map(({ lane }) => lane)).toEqual([0, 1, 0, 0]);
  expect(placed.map(({ left, width }) => [left, width])).toEqual([
    [0, 40],
    [20, 40],
    [45, 5],
    [70, 10],
  ]);
  expect(lanes).toBe(2);
});

test('one that goes on ends now, one that began before begins at the edge, and none is too small to be hit', () => {
  const { placed } = lanesOf([span(-50, 10), span(90, null), span(100, 100)], hundred);
  expect(placed.map(({ left, width }) => [left, width])).toEqual([
    [0, 10],
    [90, 10],
    [99.4, 0.6],
  ]);
});

test('a thousand at once are at most eight lanes', () => {
  expect(
    lanesOf(
      Array.from({ length: 1000 }, () => span(0, 100)),
      hundred,
    ).lanes,
  ).toBe(8);
});
