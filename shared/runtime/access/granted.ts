/** What is granted to somebody whom Marea does not keep itself. */
import { grantFor } from '../../access/grants.ts';
import type { Principal } from '../../access/principal.ts';
import { configuration } from '../configuration.ts';
import { forbidden } from './refusal.ts';

/**
 * @param names what grants may call them: `user:...`, `group:...`, `serviceaccount:...`
 * @throws HttpError 403 with `otherwise` for whom nothing is granted
 */
export function granted(
  who: Pick<Principal, 'subject' | 'name'>,
  names: readonly string[],
  otherwise: string,
): Principal {
  const grant = grantFor(configuration().ACCESS_GRANTS, new Set(names));
  if (!grant) throw forbidden('role', otherwise);
  return { ...who, roles: grant.roles, datasets: grant.datasets };
}
