/**
 * How a batch was read, in words: its file, what was read in another form than the plain one, and what could not be
 * read.
 */
import type { BatchReport } from '../../shared/api/batches.ts';
import { formText } from '../../shared/datasets/values/form.ts';
import { count } from './words.ts';

const SEPARATORS = { ';': '";"', '\t': 'tabs', '|': '"|"' } as const;

/**
 * `read as CSV with ";", windows-1252; left out "Unnamed: 0"`; nothing where a file was as usual.
 * @param reading a platform of before tells nothing of it
 */
export function readingText(reading: BatchReport['reading'] = {}): string {
  const { format, separator, encoding, separatorLine, dropped = [] } = reading;
  const ways = [...(separator ? [SEPARATORS[separator]] : []), ...(encoding ? [encoding] : [])];
  const names = [
    ...(separatorLine ? [`the line "${separatorLine}"`] : []),
    ...dropped.map((name) => (name === '' ? 'a first column without a name' : `"${name}"`)),
  ];
  const parts = [
    ...(ways.length > 0 ? [`read as ${(format ?? '').toUpperCase()} with ${ways.join(', ')}`] : []),
    ...(names.length > 0 ? [`left out ${names.join(', ')}`] : []),
  ];
  return parts.join('; ');
}

/** Lines of the ledger; none for a batch that was read plainly and whole. */
export function readingLines({ forms, unreadable }: Pick<BatchReport, 'forms' | 'unreadable'>): string[][] {
  const written = Object.entries(forms).map(([name, form]) => [`  ${name}`, `written as ${formText(form)}`]);
  const columns = Object.entries(unreadable).map(([name, { values, of, examples }]) => [
    `  ${name}`,
    `${count(values)} of ${count(of)} values: ${examples.map((example) => JSON.stringify(example)).join(', ')}`,
  ]);
  return [...headed('read', written), ...headed('unreadable', columns)];
}

const headed = (head: string, lines: readonly string[][]): string[][] =>
  lines.length > 0 ? [[head], ...lines] : [];
