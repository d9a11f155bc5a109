import { describe, expect, test } from 'vitest';
import { grantFor, parseGrants } from './grants.ts';

const TEXT = `
# who                              roles                datasets
serviceaccount:notebooks/jupyter   scientist            realtor
serviceaccount:ci/*                caller               realtor,diabetes   # for tests
group:data-science                 scientist,promoter   *
user:ann@example.org               admin                *
group:*                            viewer               *
`;
const grants = parseGrants(TEXT);
const of = (...names: string[]) => grantFor(grants, new Set(names));

describe('grants', () => {
  test('are lines of who, roles and data sets', () => {
    expect(grants[1]).toEqual({
      who: 'serviceaccount:ci/*',
      roles: ['caller'],
      datasets: ['realtor', 'diabetes'],
    });
    expect(grants).toHaveLength(5);
    expect(parseGrants('')).toEqual([]);
  });

  test('are given by the first line that fits, and by that alone', () => {
    expect(of('serviceaccount:notebooks/jupyter')?.roles).toEqual(['scientist']);
    expect(of('serviceaccount:ci/runner')?.roles).toEqual(['caller']);
    expect(of('user:ann@example.org', 'group:data-science')).toEqual({
      who: 'group:data-science',
      roles: ['scientist', 'promoter'],
      datasets: '*',
    });
    expect(of('user:ann@example.org')?.roles).toEqual(['admin']);
  });

  test('are given to nobody else', () => {
    expect(of('serviceaccount:notebooks/other')).toBeUndefined();
    expect(of('serviceaccount:cid/runner')).toBeUndefined();
    expect(of('user:serviceaccount:ci/x', 'group:data')).toBeUndefined();
    expect(of()).toBeUndefined();
  });

  test('a star stands for any part of an account, and for no group', () => {
    expect(of('group:anything')).toBeUndefined();
    expect(of('group:*')?.roles).toEqual(['viewer']);
  });

  test.each([
    ['group:a viewer', 'line 1 ("group:a viewer"): expected three parts'],
    ['\n\nanalysts viewer *', 'line 3 ("analysts viewer *"): "analysts" is none of'],
    ['group:a veiwer *', '"veiwer" is no role; there are: viewer, caller'],
    ['group:a viewer Realtor!', '"Realtor!" is neither * nor names'],
    ['group:a viewer *,realtor', 'is neither * nor names'],
    ['serviceaccount:jupyter viewer *', 'is none of serviceaccount:<namespace>/<name>'],
  ])('%j is refused, saying where and why', (text, message) => {
    expect(() => parseGrants(text)).toThrow(message);
  });
});
