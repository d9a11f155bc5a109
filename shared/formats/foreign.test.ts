import { expect, it } from 'vitest';
import { foreignFormat } from './foreign.ts';

it.each([
  ['504b0304140000', /ZIP or Excel file: export it as CSV/],
  ['d0cf11e0a1b11ae1', /Excel/],
  ['28b52ffd0458', /Zstandard file: unpack it/],
  ['425a683931415926535900', /bzip2/],
  ['fd377a585a000004', /xz/],
  ['1f8b0800', /inside of a gzip file/],
  ['4152524f573100001000', /Feather/],
])('%s is told by name', (bytes, what) => {
  expect(foreignFormat(Buffer.from(bytes, 'hex'))).toMatch(what);
});

it.each(['BZh,size\n', 'ORCHARD,size\n', 'PK,size\n', 'PAR1', 'ARROW1,x', '{"a": 1}', '\uFEFFid', ''])(
  '%j is not',
  (text) => {
    expect(foreignFormat(Buffer.from(text))).toBeUndefined();
  },
);
