/** Puts the tables of who may do what into SECURITY.md, between its two marks. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { accessTables } from '../shared/runtime/access/table.ts';
import { functionNamed } from '../shared/runtime/function.ts';

const SECURITY = fileURLToPath(new URL('../SECURITY.md', import.meta.url));
const BETWEEN = /(?<=<!-- access -->\n).*(?=<!-- \/access -->)/s;

/** Those whom people ask: they register their routes when they are loaded. */
const ASKED = {
  predict: () => import('../functions/predict/index.ts'),
  console: () => import('../functions/console/index.ts'),
  entrance: () => import('../functions/entrance/index.ts'),
};

/** As the functions have them. */
export async function accessTable(): Promise<string> {
  for (const load of Object.values(ASKED)) await load();
  return accessTables(Object.keys(ASKED).map(functionNamed));
}

/** @returns whether they were others; where an image is made there is no SECURITY.md */
export async function refreshAccess(): Promise<boolean> {
  if (!existsSync(SECURITY)) return false;
  const table = await accessTable();
  const text = await readFile(SECURITY, 'utf8');
  const refreshed = text.replace(BETWEEN, () => table);
  if (refreshed !== text) await writeFile(SECURITY, refreshed);
  return refreshed !== text;
}
