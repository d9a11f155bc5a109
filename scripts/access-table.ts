/** Puts the tables of who may do what into SECURITY.md, between its two marks. */
import { accessTables } from '../shared/runtime/access/table.ts';
import { functionNamed } from '../shared/runtime/function.ts';
import { refreshBetween } from './between-marks.ts';

/** Those whom people ask: they register their routes when they are loaded. */
const ASKED = {
  predict: () => import('../functions/predict/index.ts'),
  console: () => import('../functions/console/index.ts'),
  entrance: () => import('../functions/entrance/index.ts'),
  registry: () => import('../functions/registry/index.ts'),
};

/** As the functions have them. */
export async function accessTable(): Promise<string> {
  for (const load of Object.values(ASKED)) await load();
  return accessTables(Object.keys(ASKED).map(functionNamed));
}

/** @returns whether they were others */
export const refreshAccess = (): Promise<boolean> => refreshBetween('SECURITY.md', 'access', accessTable);
