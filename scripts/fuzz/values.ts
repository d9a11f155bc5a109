/** Values that programs trip over. */
import { below, type Random } from '../../shared/ml/random.ts';

export const oneOf = <T>(random: Random, values: readonly [T, ...T[]]): T =>
  values[below(random, values.length)] ?? values[0];

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 ? { a: value } : [value];
  return value;
};

export const TEXTS: readonly [string, ...string[]] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\ufeff',
  '\u202e\u200b',
  'ﷺ'.repeat(200),
  '🌊'.repeat(100),
  'e\u0301'.repeat(500),
  'x'.repeat(10_001),
  'x'.repeat(60_000),
  '__proto__',
  'constructor',
  'toString',
  "'; drop table marea.batches; --",
  '" or ""="',
  '<script>alert(1)</script>',
  '{{7*7}}#{7*7}',
  '../../../../etc/passwd',
  '..%2f..%2f',
  'NaN',
  'Infinity',
  '-0',
  '1e400',
  '0x1F',
  '1,234.5',
  '2026-02-30',
  '9007199254740993',
  'null',
  'undefined',
  '\\',
  '\\"'.repeat(1000),
  'a\r\nset-cookie: b=c',
];

const NUMBERS: readonly [number, ...number[]] = [
  0,
  -0,
  -1,
  0.1,
  1e-320,
  1e308,
  -1e308,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 53,
  2 ** 63,
  Number.MIN_VALUE,
];

const THINGS: readonly [unknown, ...unknown[]] = [
  null,
  true,
  false,
  [],
  {},
  [[]],
  [null],
  { toString: 1 },
  { length: 1e9 },
  { valueOf: null, toJSON: 'x' },
  new Array(2000).fill(0),
];

/** Any value of JSON, odd more often than not. */
export function oddValue(random: Random): unknown {
  switch (below(random, 4)) {
    case 0:
      return oneOf(random, TEXTS);
    case 1:
      return oneOf(random, NUMBERS);
    case 2:
      return oneOf(random, THINGS);
    default:
      return nested(oneOf(random, [3, 30, 90, 150, 5000]));
  }
}
