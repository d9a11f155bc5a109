/** Puts the table of variables into the README, between its two marks. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { tables } from '../shared/runtime/variables/table.ts';

const README = fileURLToPath(new URL('../README.md', import.meta.url));
const BETWEEN = /(?<=<!-- variables -->\n).*(?=<!-- \/variables -->)/s;

/** @returns whether it was another one; where an image is made there is no README */
export async function refreshVariables(): Promise<boolean> {
  if (!existsSync(README)) return false;
  const text = await readFile(README, 'utf8');
  const refreshed = text.replace(BETWEEN, () => tables());
  if (refreshed !== text) await writeFile(README, refreshed);
  return refreshed !== text;
}
