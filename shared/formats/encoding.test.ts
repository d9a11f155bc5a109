import { describe, expect, it } from 'vitest';
import { asUtf8, bodyAsUtf8, encodingOf } from './encoding.ts';
import { charsetOf } from './media-type.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

async function* cut(bytes: Buffer, size: number): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function decoded(bytes: Buffer, encoding: string, size = 1000): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of asUtf8(cut(bytes, size), encoding)) pieces.push(piece);
  return Buffer.concat(pieces).toString('latin1');
}

// Bytes as Python's codecs have them.
const montreal = 'Montréal, Québec, Côte, Málaga';
const western = hex('4c92c974e920e0204f726ce9616e73209720936372e86d6594203520802c203230206db22053747261df65');
const text = 'L’Été à Orléans — “crème” 5 €, 20 m² Straße';

describe('an encoding is decided where it is certain', () => {
  it.each([
    ['ASCII', Buffer.from('a,b'), 'utf-8'],
    ['UTF-8', Buffer.from(montreal), 'utf-8'],
    ['UTF-8 that is cut in a letter', Buffer.from('côté'.repeat(9)).subarray(0, -1), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from('\uFEFFa'), 'utf-8'],
    ['UTF-8 with stray bytes', Buffer.concat([Buffer.from('é'), hex('4dfc6e204bf66c204cfc62')]), 'utf-8'],
    ['UTF-16 with a mark', hex('fffe6100'), 'utf-16le'],
    ['UTF-16 with the other mark', hex('feff0061'), 'utf-16be'],
    ['UTF-16 without one', Buffer.from('city,price\nKöln,1', 'utf16le'), 'utf-16le'],
    ['its twin', Buffer.from('city,price\nKöln,1', 'utf16le').swap16(), 'utf-16be'],
    ['windows-1252', western, 'windows-1252'],
    ['German', hex('4dfc6e6368656e2c204bf66c6e2c204cfc6265636b'), 'windows-1252'],
  ])('%s', (_, bytes, encoding) => expect(encodingOf(bytes)).toBe(encoding));

  it.each([
    ['one stray byte', '50ea636865'],
    ['Macintosh', '4d6f6e74728e616c2c2051758e6265632c20439974652c204d876c616761'],
    ['Macintosh, other letters', '4e6f916c2c20506596976e2c2061956f6c692c205a6f91'],
    ['DOS', '4d6f6e747282616c2c205175826265632c20439374652c204da06c616761'],
    ['Cyrillic', 'cceef1eae2e02c20d2e2e5f0fc2c20ceecf1ea2c20d1eef7e8'],
    ['Greek', 'c1e8deede120d0dcf4f1e120c2fcebeff2'],
    ['Polish', 'a3f3649f2c204b72616bf3772c205761b362727a7963682c20476461f1736b'],
    ['Japanese', '938c8b9e2091e58de3208b9e93732093de97c7'],
  ])('%s is not taken for windows-1252', (_, bytes) => expect(encodingOf(hex(bytes))).toBe('utf-8'));

  it('what is declared comes before the bytes, a byte order mark before that', () => {
    expect(encodingOf(Buffer.from('a'), 'ISO-8859-1')).toBe('windows-1252');
    expect(encodingOf(western, 'utf8')).toBe('utf-8');
    expect(encodingOf(Buffer.from('\uFEFFa'), 'iso-8859-1')).toBe('utf-8');
    expect(encodingOf(Buffer.from('a'), 'US-ASCII')).toBe('utf-8');
    expect(encodingOf(hex('00610062'), 'utf-16')).toBe('utf-16be');
    expect(encodingOf(hex('61006200'), 'utf-16')).toBe('utf-16le');
    expect(() => encodingOf(western, 'klingon')).toThrow('charset "klingon" is not known');
    expect(() => encodingOf(hex('fffe000061000000'))).toThrow(/UTF-32.*save it as UTF-8/);
  });

  it('a media type may declare one', () => {
    expect(charsetOf('text/csv; header=present; charset="iso-8859-1"')).toBe('iso-8859-1');
    expect(charsetOf('text/csv;Charset=UTF-8')).toBe('UTF-8');
    expect(charsetOf('text/csv')).toBeUndefined();
    expect(charsetOf(undefined)).toBeUndefined();
  });
});

describe('a text becomes UTF-8', () => {
  const pair = 'a😀é\n';
  const asLatin1 = (utf8: string): string => Buffer.from(utf8).toString('latin1');

  it.each([1, 2, 3, 5, 1000])('wherever it is cut: %i bytes', async (size) => {
    const wide = Buffer.from(`\uFEFF${pair}`, 'utf16le');
    expect(await decoded(wide, 'utf-16le', size)).toBe(asLatin1(pair));
    expect(await decoded(Buffer.from(wide).swap16(), 'utf-16be', size)).toBe(asLatin1(pair));
    expect(await decoded(western, 'windows-1252', size)).toBe(asLatin1(text));
    // "日本" in Shift_JIS.
    expect(await decoded(hex('93fa967b'), 'shift_jis', size)).toBe(asLatin1('日本'));
  });

  it('half a character of UTF-16 becomes a byte that is none, to be seen where rows are read', async () => {
    expect(await decoded(hex('610000d86200'), 'utf-16le')).toBe('a\xffb');
    expect(await decoded(hex('610000dc6200'), 'utf-16le')).toBe('a\xffb');
    expect(await decoded(hex('610062'), 'utf-16le')).toBe('a\xff');
    expect(await decoded(hex('610000d8'), 'utf-16le')).toBe('a\xff');
  });

  it('bytes that a declared charset does not have are refused', async () => {
    await expect(decoded(hex('93'), 'shift_jis')).rejects.toThrow('not shift_jis text');
  });

  it('a body as a whole, too', () => {
    expect(bodyAsUtf8(western).toString()).toBe(text);
    expect(bodyAsUtf8(Buffer.from(`\uFEFF${pair}`)).toString()).toBe(pair);
    expect(bodyAsUtf8(Buffer.from(pair, 'utf16le'), 'utf-16le').toString()).toBe(pair);
    expect(bodyAsUtf8(western, 'iso-8859-1').toString()).toBe(text);
  });
});
