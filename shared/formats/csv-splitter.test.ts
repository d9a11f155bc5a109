import { describe, expect, it } from 'vitest';
import { csvSplitter } from './csv-splitter.ts';

interface Found {
  text: string;
  fields: number;
  whole: boolean;
}

function split(chunks: Buffer[], longest = 1000): Found[] {
  const found: Found[] = [];
  const splitter = csvSplitter((bytes, start, end, fields, whole) => {
    found.push({ text: bytes.toString('utf8', start, end), fields, whole });
  }, longest);
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return found;
}

const file = 'a,b,c\r\n1,"x, ""y""",3\n"line\r\nbreak",ü,\n\n,,\r\n7,8,"9"';

describe('csvSplitter', () => {
  it('knows quotes, CRLF, line breaks inside quotes, blank lines and a last line without a break', () => {
    expect(split([Buffer.from(file)])).toEqual([
      { text: 'a,b,c', fields: 3, whole: true },
      { text: '1,"x, ""y""",3', fields: 3, whole: true },
      { text: '"line\r\nbreak",ü,', fields: 3, whole: true },
      { text: '', fields: 1, whole: true },
      { text: ',,', fields: 3, whole: true },
      { text: '7,8,"9"', fields: 3, whole: true },
    ]);
  });

  it('finds the same records wherever the bytes are cut', () => {
    const bytes = Buffer.from(file);
    const expected = split([bytes]);
    for (let cut = 0; cut <= bytes.length; cut++)
      expect(split([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(expected);
    expect(split(Array.from(bytes, (byte) => Buffer.from([byte])))).toEqual(expected);
  });

  it('a record with a quote left open, or a lone carriage return, is not whole', () => {
    expect(split([Buffer.from('1,2\n3,"4\n5,6')])).toEqual([
      { text: '1,2', fields: 2, whole: true },
      { text: '3,"4\n5,6', fields: 0, whole: false },
    ]);
    expect(split([Buffer.from('1,\r2\n3,4\n')]).map((record) => record.whole)).toEqual([false, true]);
  });

  it('an endless record is refused', () => {
    expect(() => split([Buffer.from(`"${'x'.repeat(2000)}`)])).toThrow(/longer than 1000 bytes/);
  });

  it('an empty file has no records', () => expect(split([])).toEqual([]));
});
