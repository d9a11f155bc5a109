import { describe, expect, it } from 'vitest';
import { csvFields } from './csv-fields.ts';
import type { Dialect } from './csv-scanner.ts';
import { csvSplitter } from './csv-splitter.ts';

const commas: Dialect = { separator: ',', lineEnd: '\n' };

/** Records as lists of fields, what is none as its text. */
function split(text: string | Buffer[], width: number, dialect = commas, longest = 1000) {
  const found: (string[] | string)[] = [];
  const splitter = csvSplitter(
    { dialect, width, longest },
    {
      record: (record) => found.push(csvFields(record)),
      malformed: (bytes, start, end) => found.push(bytes.toString('utf8', start, end)),
    },
  );
  for (const chunk of typeof text === 'string' ? [Buffer.from(text)] : text) splitter.push(chunk);
  splitter.end();
  return found;
}

describe('records', () => {
  const file = 'a,b,c\r\n1,"x, ""y""",3\n"line\r\nbreak",ü,\n\n,,\r\r\n7,8,"9"';
  const records = [
    ['a', 'b', 'c'],
    ['1', 'x, "y"', '3'],
    ['line\r\nbreak', 'ü', ''],
    ['', '', ''],
    ['7', '8', '9'],
  ];

  it('know quotes, CRLF, line breaks inside quotes, blank lines and a last line without a break', () => {
    expect(split(file, 3)).toEqual(records);
  });

  it('are the same wherever the bytes are cut', () => {
    const bytes = Buffer.from(file);
    for (let cut = 0; cut <= bytes.length; cut++)
      expect(split([bytes.subarray(0, cut), bytes.subarray(cut)], 3)).toEqual(records);
    expect(
      split(
        Array.from(bytes, (byte) => Buffer.from([byte])),
        3,
      ),
    ).toEqual(records);
  });

  it('end with a carriage return alone where the file says so, and then with any line end', () => {
    expect(split('a,"x\ry"\r\rb,2\r\nc,3\nd,4\r', 2, { separator: ',', lineEnd: '\r' })).toEqual([
      ['a', 'x\ry'],
      ['b', '2'],
      ['c', '3'],
      ['d', '4'],
    ]);
  });

  it.each([';', '\t', '|'] as const)('may have %j between their fields', (separator) => {
    expect(split(['a', '"b', 'c"', ''].join(separator), 3, { separator, lineEnd: '\n' })).toEqual([
      ['a', `b${separator}c`, ''],
    ]);
  });

  it('an empty file has none', () => expect(split([], 1)).toEqual([]));
});

// As Python's csv reads them.
describe('a quote opens a field only at its start', () => {
  it.each([
    ['5" pipe,Ohio', ['5" pipe', 'Ohio']],
    ['a "quoted" word,b', ['a "quoted" word', 'b']],
    ['"x"y,z', ['xy', 'z']],
    ['"x"y"z",w', ['xy"z"', 'w']],
    ['"""",a', ['"', 'a']],
    ['"" ,a', [' ', 'a']],
    [' "x",a', [' "x"', 'a']],
  ])('%s', (line, fields) => expect(split(`${line}\n`, 2)).toEqual([fields]));
});

describe('what is no record', () => {
  it('is one line with its text, and never takes others with it', () => {
    expect(split('1,2\n3,"4\n5,6\n7\n8,9', 2)).toEqual([['1', '2'], '3,"4', ['5', '6'], '7', ['8', '9']]);
  });

  it('fields that fit by chance do not glue lines: text behind quotes over several lines says that they are none', () => {
    expect(split('a,"b,c\nd,"e,f\ng,h,i\n', 3)).toEqual(['a,"b,c', 'd,"e,f', ['g', 'h', 'i']]);
  });

  it('is a line with a lone carriage return', () => {
    expect(split('1,\r2\n3,4\n', 2)).toEqual(['1,\r2', ['3', '4']]);
  });

  it('is found in time: quotes that never close do not make every line be read to the end', () => {
    let read = 0;
    const lines = 20_000;
    const splitter = csvSplitter(
      { dialect: commas, width: 3, longest: 1_000_000 },
      { record: () => {}, malformed: () => (read += 1) },
    );
    // Open from outside and from inside quotes.
    splitter.push(Buffer.from('a"b,"\n'.repeat(lines)));
    splitter.end();
    expect(read).toBe(lines);
  });

  it('a line too long is refused; one quote left open is a malformed line, however far the file goes on', () => {
    expect(() => split('x'.repeat(2000), 1)).toThrow(/longer than 1000 bytes/);
    expect(() => split(`"${'x'.repeat(2000)}\n"`, 1)).toThrow(/longer than 1000 bytes/);
    const rows = Array.from({ length: 500 }, (_, i) => `${i},x`);
    expect(split(`1,"a\n${rows.join('\n')}`, 2)).toEqual(['1,"a', ...rows.map((row) => row.split(','))]);
  });
});
