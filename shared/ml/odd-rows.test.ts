import { expect, test } from 'vitest';
import { withOddRows } from './odd-rows.ts';
import { numeric, text } from './table.ts';

test('each column gets missing values and values never seen, in other rows than its neighbours', () => {
  const rows = 280;
  const odd = withOddRows({
    rows,
    columns: { size: new Float64Array(rows).fill(50), place: new Array<string>(rows).fill('here') },
  });
  const sizes = numeric(odd, 'size');
  const places = text(odd, 'place');
  expect(sizes.filter(Number.isNaN)).toHaveLength(20);
  expect(sizes.filter((size) => size === 1e6)).toHaveLength(20);
  expect(places.filter((place) => place === null)).toHaveLength(20);
  expect(places.filter((place) => place !== null && place !== 'here')).toHaveLength(20);
  const both = places.filter((place, row) => place !== 'here' && sizes[row] !== 50);
  expect(both).toEqual([]);
});
