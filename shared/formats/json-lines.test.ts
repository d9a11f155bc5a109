import { describe, expect, it } from 'vitest';
import { jsonLines, wholeLines } from './json-lines.ts';

const bytes = (text: string): Buffer => Buffer.from(text);
const all = <T>(pieces: Iterable<readonly T[]>): T[] => [...pieces].flat();

describe('jsonLines', () => {
  it('one value a line, with any line ending, also without the last', () => {
    expect(all(jsonLines(bytes('{"a":1}\r\n\n{"a":2}\n{"a":3}')))).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
  });

  it('names the line that is not JSON', () => {
    expect(() => all(jsonLines(bytes('1\n\n{"a":}\n')))).toThrow('line 3 is not JSON');
  });
});

describe('wholeLines', () => {
  const cut = async function* (text: string, size: number): AsyncGenerator<Buffer> {
    for (let at = 0; at < text.length; at += size) yield bytes(text.slice(at, at + size));
  };

  it('never cuts a line in two, also not the last, which no line break follows', async () => {
    for (const size of [1, 4, 100]) {
      const found: string[] = [];
      for await (const lines of wholeLines(cut('one\ntwo\n\nthree', size), 10)) found.push(lines.toString());
      expect(found.join('')).toBe('one\ntwo\n\nthree');
      for (const lines of found.slice(0, -1)) expect(lines.endsWith('\n')).toBe(true);
    }
  });

  it('an endless line is refused', async () => {
    const read = async (): Promise<void> => {
      for await (const _ of wholeLines(cut('x'.repeat(50), 10), 20));
    };
    await expect(read()).rejects.toThrow('a line is longer than 20 bytes');
  });
});
