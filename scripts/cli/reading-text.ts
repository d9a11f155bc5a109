/** How a batch's file was read, in words. */
import type { BatchReport } from '../../shared/api/batches.ts';

const SEPARATORS = { ';': '";"', '\t': 'tabs', '|': '"|"' } as const;

/**
 * `read as CSV with ";", windows-1252; left out "Unnamed: 0"`; nothing where a file was as usual.
 * @param reading a platform of before tells nothing of it
 */
export function readingText(reading: BatchReport['reading'] = {}): string {
  const { format, separator, encoding, dropped = [] } = reading;
  const ways = [...(separator ? [SEPARATORS[separator]] : []), ...(encoding ? [encoding] : [])];
  const names = dropped.map((name) => (name === '' ? 'a first column without a name' : `"${name}"`));
  const parts = [
    ...(ways.length > 0 ? [`read as ${(format ?? '').toUpperCase()} with ${ways.join(', ')}`] : []),
    ...(names.length > 0 ? [`left out ${names.join(', ')}`] : []),
  ];
  return parts.join('; ');
}
