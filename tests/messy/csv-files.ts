/** Small CSV files as the world writes them: each a seeded throw of ways of writing, and of damage. */
import { below, type Random } from '../../shared/ml/random.ts';

export const COLUMNS = ['id', 'kind', 'weight'] as const;
export type MessyRow = Readonly<Record<(typeof COLUMNS)[number], string>>;

export interface MessyFile {
  readonly bytes: Buffer;
  readonly mediaType?: string;
  /** What is in it, unless it is damaged. */
  readonly rows: readonly MessyRow[];
  readonly separator: string;
  readonly isDamaged: boolean;
}

const one = <T>(random: Random, of: readonly T[]): T => of[below(random, of.length)] as T;

const SEPARATORS = [',', ',', ';', '\t', '|'];
const LINE_ENDS = ['\n', '\n', '\r\n', '\r\n', '\r', '\r\r\n'];
const PIECES = [
  'a',
  'fig',
  'é',
  '5"',
  '"',
  '""',
  ',',
  ';',
  '\t',
  '|',
  ' ',
  '\n',
  '\r\n',
  'ß',
  '1',
  '.5',
  "'",
  '\\',
  '\\N',
];

export function messyFile(random: Random): MessyFile {
  const separator = one(random, SEPARATORS);
  const rows = Array.from({ length: 1 + below(random, 8) }, () => messyRow(random));
  const names = [...COLUMNS].sort(() => random() - 0.5);
  const table = [names, ...rows.map((row) => names.map((name) => row[name]))];
  const hasIndex = random() < 0.15;
  const indexed = hasIndex ? table.map((row, i) => [i === 0 ? '' : String(i - 1), ...row]) : table;
  const { bytes, mediaType } = encoded(random, writtenBy(random, separator)(indexed));
  const isDamaged = random() < 0.6;
  return {
    bytes: isDamaged ? damaged(random, bytes) : bytes,
    ...(mediaType && { mediaType }),
    rows,
    separator,
    isDamaged,
  };
}

function messyRow(random: Random): MessyRow {
  const text = (): string => Array.from({ length: below(random, 5) }, () => one(random, PIECES)).join('');
  return { id: String(below(random, 1000)), kind: text(), weight: random() < 0.2 ? text() : '1.5' };
}

function writtenBy(random: Random, separator: string): (table: string[][]) => string {
  const lineEnd = one(random, LINE_ENDS);
  const quotes = one(random, [0, 0.3, 1]);
  const needsQuotes = (value: string): boolean =>
    value.startsWith('"') || /[\r\n]/.test(value) || value.includes(separator);
  const field = (value: string): string =>
    needsQuotes(value) || random() < quotes ? `"${value.replaceAll('"', '""')}"` : value;
  return (table) => {
    const lines = table.map((row) => row.map(field).join(separator));
    const blank = random() < 0.1 ? lineEnd : '';
    return lines.join(lineEnd + blank) + (random() < 0.8 ? lineEnd : '');
  };
}

function encoded(random: Random, text: string): { bytes: Buffer; mediaType?: string } {
  const wide = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return one(random, [
    { bytes: Buffer.from(text) },
    { bytes: Buffer.from(text) },
    { bytes: Buffer.from(`\uFEFF${text}`) },
    { bytes: wide },
    { bytes: Buffer.from(wide).swap16() },
    { bytes: Buffer.from(text, 'latin1'), mediaType: 'text/csv; charset=iso-8859-1' },
  ]);
}

function damaged(random: Random, bytes: Buffer): Buffer {
  const at = below(random, bytes.length);
  const put = (what: number): Buffer =>
    Buffer.concat([bytes.subarray(0, at), Buffer.of(what), bytes.subarray(at)]);
  return one(random, [
    () => bytes.subarray(0, at),
    () => flipped(random, bytes),
    () => flipped(random, flipped(random, bytes)),
    () => put(0x22),
    () => put(0x22),
    () => put(0x0d),
    () => put(0),
    () => put(0xe9),
    () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]),
    () => Buffer.concat([bytes, bytes.subarray(at)]),
  ])();
}

function flipped(random: Random, bytes: Buffer): Buffer {
  const damage = Buffer.from(bytes);
  const at = below(random, damage.length);
  damage[at] = (damage[at] as number) ^ (1 << below(random, 8));
  return damage;
}
