import { expect, it } from 'vitest';
import { readingText } from './reading-text.ts';

it.each([
  [{}, ''],
  [{ format: 'csv' }, ''],
  [{ format: 'csv', separator: ';' }, 'read as CSV with ";"'],
  [{ format: 'csv', separator: '\t', encoding: 'utf-16le' }, 'read as CSV with tabs, utf-16le'],
  [{ format: 'ndjson', encoding: 'windows-1252' }, 'read as NDJSON with windows-1252'],
  [{ format: 'parquet', dropped: ['__index_level_0__'] }, 'left out "__index_level_0__"'],
  [
    { format: 'csv', separator: '|', dropped: ['', 'Unnamed: 0'] },
    'read as CSV with "|"; left out a first column without a name, "Unnamed: 0"',
  ],
] as const)('%j: %s', (reading, text) => expect(readingText(reading)).toBe(text));
