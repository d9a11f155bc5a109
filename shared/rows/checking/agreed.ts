/** How the unreadable columns of a file are written, where all values of a column agree on it. */
import type { Dataset } from '../../datasets/declaration.ts';
import { agree } from '../../datasets/values/agree.ts';
import type { Evidence } from '../../datasets/values/form.ts';
import type { Frame } from '../cleaning/frame.ts';
import type { Forms } from '../cleaning/process.ts';
import type { Reading } from '../reading/row-file.ts';

/** As `clean` has it: different texts of a column that are asked, and characters of each. */
const MOST = 500_000;
const LENGTH = 64;

/** @param names of columns; those that agree on nothing are left out */
export async function agreedForms(
  frames: AsyncIterable<Frame>,
  dataset: Dataset,
  names: readonly string[],
  reading: Reading,
): Promise<Forms> {
  const places = Object.keys(dataset.columns);
  const texts = new Map(names.map((name) => [name, new Set<string>()]));
  for await (const { columns } of frames)
    for (const [name, seen] of texts) gather(seen, columns[places.indexOf(name)] ?? []);
  const forms: Record<string, Forms[string]> = {};
  for (const [name, seen] of texts) {
    const declaration = dataset.columns[name];
    const form = declaration && agree(declaration, seen, evidenceIn(reading));
    if (form) forms[name] = form;
  }
  return forms;
}

function gather(seen: Set<string>, values: readonly string[]): void {
  for (const value of values) if (value !== '' && seen.size < MOST) seen.add(value.slice(0, LENGTH));
}

const evidenceIn = ({ format, separator }: Reading): Evidence =>
  format === 'csv' ? { separator: separator ?? ',' } : {};
