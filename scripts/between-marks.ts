/** A part of a document that is made by the code: what stands between its two marks. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/**
 * @param document at the top of the project
 * @param mark `<!-- mark -->` and `<!-- /mark -->` stand before and after
 * @returns whether it was another text; where an image is made there is no such document
 */
export async function refreshBetween(
  document: string,
  mark: string,
  made: () => string | Promise<string>,
): Promise<boolean> {
  const file = fileURLToPath(new URL(`../${document}`, import.meta.url));
  if (!existsSync(file)) return false;
  const [between, text] = [await made(), await readFile(file, 'utf8')];
  const marked = new RegExp(`(?<=<!-- ${mark} -->\n).*(?=<!-- /${mark} -->)`, 's');
  const refreshed = text.replace(marked, () => between);
  if (refreshed !== text) await writeFile(file, refreshed);
  return refreshed !== text;
}
