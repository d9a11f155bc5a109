import { expect, it } from 'vitest';
import { didYouMean, nearest } from './nearest.ts';

const columns = ['brokered_by', 'status', 'price', 'bed', 'bath', 'acre_lot', 'house_size', 'zip_code'];

it.each([
  ['BED', 'bed'],
  ['beds', 'bed'],
  ['HouseSize', 'house_size'],
  ['house size', 'house_size'],
  ['zipcode', 'zip_code'],
  ['staus', 'status'],
  ['pirce', 'price'],
  ['acre-lots', 'acre_lot'],
])('%s may be meant as %s', (name, meant) => expect(nearest(name, columns)).toBe(meant));

it.each(['colour', 'id', '', 'x'.repeat(5000)])('nothing is near to %.20s', (name) =>
  expect(nearest(name, columns)).toBeUndefined(),
);

it.each([
  ['kittenkitten', ['sittenkitten']],
  ['abcdef', ['badcef']],
])('letters are put in, left out, changed or swapped: %s', (name, names) =>
  expect(nearest(name, names)).toBe(names[0]),
);

it('what is as near as another comes first in the order of the names', () => {
  expect(nearest('bat', ['bath', 'batz'])).toBe('bath');
  expect(nearest('kitten', ['sitting', 'mitten'])).toBe('mitten');
});

it('is said as a question', () => {
  expect(didYouMean('beds', columns)).toBe('; did you mean "bed"?');
  expect(didYouMean('colour', columns)).toBe('');
});
