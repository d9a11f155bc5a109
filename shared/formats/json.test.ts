import { expect, it } from 'vitest';
import { parseJson } from './json.ts';

it.each([
  ['9007199254740993', '9007199254740993'],
  ['-9007199254740993', '-9007199254740993'],
  ['9007199254740992', '9007199254740992'],
  ['12345678901234567890.00', '12345678901234567890'],
  ['18446744073709551615', '18446744073709551615'],
  ['100000000000000000000', '100000000000000000000'],
  ['9007199254740993.5', 9007199254740994],
  ['0.30000000000000004', 0.30000000000000004],
  ['-122.41941550000000001', -122.4194155],
  ['1e2', 100],
  ['1.10', 1.1],
  ['9007199254740993e0', 9007199254740992],
])('%s is %j', (json, value) => {
  expect(parseJson(json)).toBe(value);
  expect(parseJson(`{"a": [${json}, {"b":${json}}]}`)).toEqual({ a: [value, { b: value }] });
});

it('texts stay as they are, whatever is in them', () => {
  const texts = ['9007199254740993', '\\" 9007199254740993 \\\\', 'a"9007199254740993', '\\\\'];
  const json = JSON.stringify({ texts, number: 0 }).replace('"number":0', '"number":9007199254740993');
  expect(parseJson(json)).toEqual({ texts, number: '9007199254740993' });
});

it.each(['{9007199254740993: 1}', '09007199254740993', '[9007199254740993', '9007199254740993 1'])(
  '%s is no JSON',
  (json) => {
    expect(() => parseJson(json)).toThrow(SyntaxError);
  },
);

it('what is nested too deep is refused before it is built', () => {
  const nested = (depth: number): string => `${'['.repeat(depth)}"[[{{"${']'.repeat(depth)}`;
  expect(JSON.stringify(parseJson(nested(100)))).toBe(nested(100));
  for (const depth of [101, 100_000])
    expect(() => parseJson(nested(depth))).toThrow(/nested deeper than 100/);
  expect(() => parseJson('{"a":'.repeat(50_000))).toThrow(/nested deeper/);
  expect(() => parseJson('[[1]]', 1)).toThrow(SyntaxError);
});

it('brackets in texts, and many that are closed again, are no depth', () => {
  const texts = ['['.repeat(500), `\\"${'{'.repeat(500)}`];
  expect(parseJson(JSON.stringify(texts))).toEqual(texts);
  expect(parseJson(`[${'[],'.repeat(500)}[]]`)).toHaveLength(501);
});
