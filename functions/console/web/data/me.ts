/** Who looks at the console, and what they may do. */
import type { Me } from '../../../../shared/api/access.ts';
import { NEEDS, type Needs } from '../../../../shared/runtime/access/needs.ts';
import { type Live, useLive } from './live.ts';

const EVERY_MS = 30_000;

export const useMe = (): Live<Me> => useLive<Me>('/api/me', EVERY_MS);

/** Whether one of the roles will do; who is not known yet may nothing. */
export function may(me: Me | undefined, needs: Needs): boolean {
  if (!me) return false;
  const { roles }: { readonly roles: readonly string[] | string } = NEEDS[needs];
  return typeof roles === 'string' || me.roles.some((role) => roles.includes(role));
}

/** The same, for a data set. */
export const mayFor = (me: Me | undefined, needs: Needs, dataset: string): boolean =>
  may(me, needs) && (me?.datasets === '*' || (me?.datasets.includes(dataset) ?? false));
