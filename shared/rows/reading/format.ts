/** Which format a file has: by what it begins with, then by what it is called. */

import { essenceOf, jsonShapeOf } from '../../formats/index.ts';
import type { Format } from './row-file.ts';

export interface Named {
  readonly filename?: string;
  readonly mediaType?: string;
}

export const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b;

export function isParquet(head: Buffer, { filename = '', mediaType = '' }: Named): boolean {
  if (head.toString('latin1', 0, 4) === 'PAR1') return true;
  return (
    unpackedName(filename).endsWith('.parquet') || essenceOf(mediaType) === 'application/vnd.apache.parquet'
  );
}

const unpackedName = (filename: string): string => filename.toLowerCase().replace(/\.gz$/, '');

/** @param head the first bytes, unpacked, of a text (UTF-8) */
export function formatOf(head: Buffer, { filename = '', mediaType = '' }: Named): Exclude<Format, 'parquet'> {
  const name = unpackedName(filename);
  const type = essenceOf(mediaType);
  if (/\.(ndjson|jsonl)$/.test(name) || /^application\/(x-)?(ndjson|jsonlines)$/.test(type)) return 'ndjson';
  const isJson = name.endsWith('.json') || type === 'application/json';
  if (/\.(csv|tsv|tab)$/.test(name) || /^text\/(csv|tab-separated-values)$/.test(type)) return 'csv';
  return isJson || /^(\uFEFF)?\s*[[{]/.test(head.toString('utf8')) ? jsonFormat(head) : 'csv';
}

const jsonFormat = (head: Buffer): 'json' | 'ndjson' => (jsonShapeOf(head) === 'lines' ? 'ndjson' : 'json');
