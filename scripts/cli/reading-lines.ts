/** How a batch was read, in words: what could not be read, and what was read in another form than the plain one. */
import type { BatchReport } from '../../shared/api/batches.ts';
import { formText } from '../../shared/datasets/values/form.ts';
import { count } from './words.ts';

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
