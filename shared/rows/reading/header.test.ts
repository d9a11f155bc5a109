import { expect, it } from 'vitest';
import { realtor } from '../../datasets/realtor/index.ts';
import { keptColumns } from './header.ts';

const names = Object.keys(realtor.columns);

it('names are compared without blanks, byte order mark and ways of composing letters', () => {
  const dataset = { ...realtor, columns: { größe: { type: 'number', label: 'Size' } } } as const;
  expect(keptColumns(dataset, ['\uFEFF gr\u006f\u0308ße\u00a0'])).toEqual({
    columns: ['größe'],
    places: [0],
    dropped: [],
  });
});

it.each(['', 'Unnamed: 0', '__index_level_0__'])('%j of a data frame is left out, and said', (index) => {
  expect(keptColumns(realtor, [index, ...names])).toEqual({
    columns: names,
    places: names.map((_, i) => i + 1),
    dropped: [index],
  });
});

it('an index beside an index, and one that is no first column, are left out', () => {
  const kept = keptColumns(realtor, ['Unnamed: 0.1', 'Unnamed: 0', ...names, '__index_level_1__']);
  expect(kept).toMatchObject({
    columns: names,
    dropped: ['Unnamed: 0.1', 'Unnamed: 0', '__index_level_1__'],
  });
});

it('a column of such a name that is declared stays', () => {
  const dataset = {
    ...realtor,
    columns: { ...realtor.columns, 'Unnamed: 0': { type: 'number', label: 'Number' } },
  } as const;
  expect(keptColumns(dataset, ['Unnamed: 0', ...names]).dropped).toEqual([]);
});

it.each([
  [[...names, 'colour'], /unknown columns: "colour";/],
  [[...names, ''], /unknown columns: "";/],
  [
    names.map((name) => (name === 'bed' ? 'beds' : name)),
    /"beds" \(did you mean "bed"\?\); missing columns: "bed"/,
  ],
  [[...names, 'city'], /come twice: "city"/],
  [[...names, ' city'], /come twice: "city"/],
  [Array.from({ length: 2001 }, (_, i) => `c${i}`), /has 2001 columns, at most 2000/],
] as const)('is refused: %.30j', (columns, message) => {
  expect(() => keptColumns(realtor, columns)).toThrow(message);
});
