import { expect, test } from 'vitest';
import { equal, jsonPatch, mergePatch, threeWayApply } from './json.ts';

// RFC 6902, appendix A.
test.each([
  ['A.1', { foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux' }], { baz: 'qux', foo: 'bar' }],
  [
    'A.2',
    { foo: ['bar', 'baz'] },
    [{ op: 'add', path: '/foo/1', value: 'qux' }],
    { foo: ['bar', 'qux', 'baz'] },
  ],
  ['A.3', { baz: 'qux', foo: 'bar' }, [{ op: 'remove', path: '/baz' }], { foo: 'bar' }],
  ['A.4', { foo: ['bar', 'qux', 'baz'] }, [{ op: 'remove', path: '/foo/1' }], { foo: ['bar', 'baz'] }],
  [
    'A.5',
    { baz: 'qux', foo: 'bar' },
    [{ op: 'replace', path: '/baz', value: 'boo' }],
    { baz: 'boo', foo: 'bar' },
  ],
  ['A.14', { '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: 10 }], { '/': 9, '~1': 10 }],
  ['A.16', { foo: ['bar'] }, [{ op: 'add', path: '/foo/-', value: ['abc'] }], { foo: ['bar', ['abc']] }],
])('JSON Patch %s', (_name, document, patch, expected) => {
  expect(jsonPatch(document, patch)).toEqual(expected);
});

test.each([
  ['A.9', { baz: 'qux' }, [{ op: 'test', path: '/baz', value: 'bar' }]],
  ['A.12', { foo: 'bar' }, [{ op: 'add', path: '/baz/bat', value: 'qux' }]],
  ['a missing field', { foo: 'bar' }, [{ op: 'replace', path: '/fo', value: 1 }]],
])('JSON Patch %s is refused', (_name, document, patch) => {
  expect(() => jsonPatch(document, patch)).toThrow(`JSON patch ${patch[0]?.op} ${patch[0]?.path}`);
});

// RFC 7386, appendix A.
test.each([
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
])('merge patch of %j by %j', (target, patch, expected) => {
  expect(mergePatch(target, patch)).toEqual(expected);
});

test('applying a manifest changes what changed in it, and leaves what was set by hand', () => {
  const env = (version: string) => [
    { name: 'FUNCTION', value: 'predict' },
    { name: 'MODEL_VERSION', value: version },
  ];
  const last = { timeout: 60, env: env('production') };
  const live = {
    timeout: 60,
    env: env('7'),
    traffic: [{ revisionName: 'p-00002', percent: 100 }],
  };
  const next = {
    timeout: 30,
    env: [...env('production'), { name: 'NEW', value: '1' }],
  };
  expect(threeWayApply(last, next, live)).toEqual({
    timeout: 30,
    env: [...env('7'), { name: 'NEW', value: '1' }],
    traffic: live.traffic,
  });
});

test('what is gone from a manifest goes', () => {
  const next = { list: [{ name: 'a', value: '1' }] };
  const last = {
    list: [
      { name: 'a', value: '1' },
      { name: 'b', value: '2' },
    ],
    old: true,
  };
  expect(threeWayApply(last, next, { ...last, byHand: 1 })).toEqual({
    ...next,
    byHand: 1,
  });
});

test('equality does not depend on the order of keys, but on that of lists', () => {
  expect(equal({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toBe(true);
  expect(equal([1, 2], [2, 1])).toBe(false);
});
