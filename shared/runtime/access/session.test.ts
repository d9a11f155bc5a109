import { expect, test } from 'vitest';
import { cookieIn, type Session, sealer, sessionIn, setCookie } from './session.ts';

const secret = Buffer.alloc(32, 1).toString('base64');
const session: Session = { kind: 'key', key: 'abcdefghijkl', hash: '00', expires: 2_000_000_000 };

test('a session comes back as it was sealed, until it is over', () => {
  const cookie = sealer(secret, 'session').seal(session);
  expect(sessionIn(sealer(secret, 'session'), cookie, 1_999_999_999_000)).toEqual(session);
  expect(sessionIn(sealer(secret, 'session'), cookie, 2_000_000_000_000)).toBeUndefined();
});

test('a cookie tells nothing of who it is for, and is another each time', () => {
  const { seal } = sealer(secret, 'session');
  expect(Buffer.from(seal(session), 'base64url').toString('latin1')).not.toContain('abcdefghijkl');
  expect(seal(session)).not.toBe(seal(session));
});

test('one that is changed, of another secret or for another purpose is none', () => {
  const { seal, open } = sealer(secret, 'session');
  const cookie = seal(session);
  const bytes = Buffer.from(cookie, 'base64url');
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(open(changed.toString('base64url'))).toBeUndefined();
  }
  expect(open(cookie.slice(0, 30))).toBeUndefined();
  expect(open('')).toBeUndefined();
  expect(sealer(secret, 'sign-in').open(cookie)).toBeUndefined();
  expect(sealer(Buffer.alloc(32, 2).toString('base64'), 'session').open(cookie)).toBeUndefined();
});

test('a session of very many groups is refused, rather than cut by the browser', () => {
  const groups = Array.from({ length: 400 }, (_, index) => `group-${index}`);
  expect(() => sealer(secret, 'session').seal({ ...session, groups })).toThrow('too long');
});

test('cookies are read by their name', () => {
  expect(cookieIn('a=1; marea_session=xyz; b=2', 'marea_session')).toBe('xyz');
  expect(cookieIn('other_marea_session=xyz', 'marea_session')).toBeUndefined();
  expect(cookieIn(undefined, 'marea_session')).toBeUndefined();
});

test('a cookie is for this site alone, and no script reads it', () => {
  expect(setCookie('a', 'b', { seconds: 60, secure: true })).toBe(
    'a=b; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure',
  );
  expect(setCookie('a', '', { seconds: 0, secure: false, sameSite: 'Lax', path: '/signin' })).toBe(
    'a=; Path=/signin; Max-Age=0; HttpOnly; SameSite=Lax',
  );
});
