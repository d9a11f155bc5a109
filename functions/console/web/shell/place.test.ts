import { expect, test } from 'vitest';
import { partsOf, pathOf, withQuery } from './place.ts';

test('a path of any parts is read back as it was written', () => {
  const id = 'Listado 1/2 ñ?&#%';
  expect(partsOf('/batches/:dataset/:id', pathOf('batches', 'realtor', id))).toEqual({
    dataset: 'realtor',
    id,
  });
});

test.each([
  ['/datasets/:dataset', '/datasets', undefined],
  ['/datasets/:dataset', '/datasets/', undefined],
  ['/datasets/:dataset', '/datasets/a/b', undefined],
  ['/datasets/:dataset', '/datasets/%ff', undefined],
  ['/datasets', '/datasets/', {}],
  ['/', '/', {}],
])('%s for %s', (pattern, path, parts) => {
  expect(partsOf(pattern, path)).toEqual(parts);
});

test('a query of nothing is none', () => {
  expect([withQuery('/audit', {}), withQuery('/audit', { action: 'a b' })]).toEqual([
    '/audit',
    '/audit?action=a+b',
  ]);
});
