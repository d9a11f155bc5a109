import { expect, it } from 'vitest';
import { csvFields } from './csv-text.ts';

it('csvFields unquotes', () => {
  expect(csvFields('a,"b ""c"", d",,"e"')).toEqual(['a', 'b "c", d', '', 'e']);
});

it('csvFields reads what it can of a record that is not as it should be', () => {
  expect(csvFields('a,"b"c,"d')).toEqual(['a', 'bc', 'd']);
  expect(csvFields('')).toEqual(['']);
  expect(csvFields('"a",')).toEqual(['a', '']);
});
