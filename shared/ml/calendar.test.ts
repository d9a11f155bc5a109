import { expect, it } from 'vitest';
import { dateParts } from './calendar.ts';

it('gives the calendar that Date gives, leap days and centuries included', () => {
  for (let day = -719_000; day < 200_000; day += 1) {
    const date = new Date(day * 86_400_000);
    const { year, month } = dateParts(day);
    if (year !== date.getUTCFullYear() || month !== date.getUTCMonth() + 1)
      expect({ day, year, month }).toEqual({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 });
  }
});

it.each([Number.NaN, -719_469, 3_652_425, Number.POSITIVE_INFINITY])('knows no date for day %s', (day) => {
  expect(dateParts(day)).toEqual({ year: Number.NaN, month: Number.NaN });
});
