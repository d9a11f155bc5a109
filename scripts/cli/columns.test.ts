import { describe, expect, test } from 'vitest';
import { tableWithin, withinColumns } from './columns.ts';

describe('text', () => {
  test('that fits stays as it is', () => {
    expect(withinColumns('a  b\n    - c', 12)).toBe('a  b\n    - c');
  });

  test('that does not goes on below, further in than it began', () => {
    expect(withinColumns('  why: one two three four', 14)).toBe('  why: one two\n    three four');
    expect(withinColumns('abcdefghijkl', 5)).toBe('abcde\n  fgh\n  ijk\n  l');
  });
});

describe('a table', () => {
  const rows = [
    ['batch', 'rows', 'why'],
    ['monday', '1,200', 'because it is so'],
    ['tuesday', '3', ''],
  ];

  test('that fits has its sentences beside', () => {
    expect(tableWithin(rows, 1)).toBe(
      'batch    rows   why\nmonday   1,200  because it is so\ntuesday      3',
    );
  });

  test('that does not has them below', () => {
    expect(tableWithin(rows, 1, 20)).toBe(
      'batch    rows\nmonday   1,200\n    because it is so\ntuesday      3',
    );
  });

  test('that does not even then has its names cut, each still told from the other', () => {
    const long = [
      ['batch', 'rows'],
      [`${'x'.repeat(40)}-monday`, '1,200'],
      [`${'x'.repeat(40)}-tuesday`, '3'],
    ];
    expect(tableWithin(long, 0, 30)).toBe(
      'batch                    rows\nxxxxxxxxxx...xxx-monday  1,200\nxxxxxxxxxx...xx-tuesday      3',
    );
  });
});
