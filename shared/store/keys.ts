/** Texts from outside as parts of keys in the object store: escaped, so that two texts never share one key. */
import { hash } from 'node:crypto';

/** Letters, digits and `.-_` stay; every other byte becomes `=` and two hexadecimal digits, as in quoted-printable. */
const escaped = (text: string): string =>
  text.replace(/[^A-Za-z0-9._-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `=${hex(byte)}`).join(''),
  );

const hex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0');

/** A file system behind a store takes 255 bytes in one part of a path. */
const LONGEST = 200;
const HEAD = 100;
const TAIL = 40;

/**
 * One part of a key: no slash, never empty, never `.` or `..`, at most 200 characters. Longer ones keep their beginning
 * and their end, which tells a file's format, around `=~` and a hash.
 */
export function keyPart(text: string): string {
  const part = /^\.{1,2}$/.test(text) ? text.replace('.', '=2E') : escaped(text) || '=';
  if (part.length <= LONGEST) return part;
  return `${part.slice(0, HEAD)}=~${hash('sha256', text).slice(0, 32)}${part.slice(-TAIL)}`;
}
