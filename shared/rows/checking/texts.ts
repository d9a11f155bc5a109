/** The different texts of a file's columns. */
import type { Dataset } from '../../datasets/declaration.ts';
import { MOST_TEXTS, TEXT_LENGTH } from '../cleaning/agreement.ts';
import type { Frame } from '../cleaning/frame.ts';

/** @param names of columns. @returns by name */
export async function differentTexts(
  frames: AsyncIterable<Frame>,
  dataset: Dataset,
  names: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const places = Object.keys(dataset.columns);
  const texts = new Map(names.map((name) => [name, new Set<string>()]));
  for await (const { columns } of frames)
    for (const [name, seen] of texts) gather(seen, columns[places.indexOf(name)]?.texts ?? []);
  return texts;
}

function gather(seen: Set<string>, values: readonly string[]): void {
  for (const value of values)
    if (value !== '' && seen.size < MOST_TEXTS) seen.add(value.slice(0, TEXT_LENGTH));
}
