/** Which format a file has: by what it begins with, then by what it is called. */

import { jsonShapeOf } from '../../formats/index.ts';
import type { Format } from './row-file.ts';

export interface Named {
  readonly filename?: string;
  readonly mediaType?: string;
}

export const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** What is often sent instead of text, by its first bytes; undefined when nothing speaks against text. */
export function notText(head: Buffer): string | undefined {
  const [first, second] = head;
  if (first === 0x50 && second === 0x4b) return 'a ZIP or Excel file: export it as CSV';
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  // Without a mark: in ASCII as UTF-16 every other byte is 0.
  if (isWide || first === 0 || second === 0) return 'not UTF-8 text (UTF-16?): save it as UTF-8';
  return undefined;
}

/** @param head the first bytes, unpacked */
export function formatOf(head: Buffer, { filename = '', mediaType = '' }: Named): Format {
  if (head.subarray(0, 4).toString('latin1') === 'PAR1') return 'parquet';
  const name = filename.toLowerCase().replace(/\.gz$/, '');
  const type = mediaType.toLowerCase().split(';')[0]?.trim();
  if (name.endsWith('.parquet') || type === 'application/vnd.apache.parquet') return 'parquet';
  if (/\.(ndjson|jsonl)$/.test(name) || /^application\/(x-)?(ndjson|jsonlines)$/.test(type ?? ''))
    return 'ndjson';
  const isJson = name.endsWith('.json') || type === 'application/json';
  if (name.endsWith('.csv') || type === 'text/csv') return 'csv';
  return isJson || /^(\uFEFF)?\s*[[{]/.test(head.toString('utf8')) ? jsonFormat(head) : 'csv';
}

const jsonFormat = (head: Buffer): Format => (jsonShapeOf(head) === 'lines' ? 'ndjson' : 'json');
