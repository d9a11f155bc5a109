/** A key as somebody wants it: what is wrong with the wish is said with what would be right. */
import type { KeyWish } from '../../shared/access/key-rules.ts';
import { isRole, ROLES, type Role } from '../../shared/access/roles.ts';
import { datasets as declared } from '../../shared/datasets/index.ts';
import { didYouMean } from '../../shared/datasets/nearest.ts';
import { TRAFFIC } from '../../shared/events/types.ts';
import { HttpError } from '../../shared/runtime/http/http.ts';
import { type Fields, isForced } from './fields.ts';

/** @throws HttpError 422 */
export const keyWishIn = (fields: Fields): KeyWish => ({
  name: nameIn(fields),
  roles: rolesIn(fields),
  datasets: datasetsIn(fields),
  expiresAt: endIn(fields),
  force: isForced(fields),
});

function nameIn({ name }: Fields): string {
  if (typeof name !== 'string' || !/^[^\p{C}]{1,100}$/u.test(name) || name.trim() === '')
    throw new HttpError(
      422,
      'a key needs a name, by which people know it: {"name": "..."}, up to 100 characters',
    );
  if (name.trim() === TRAFFIC)
    throw new HttpError(422, `a key is not called "${TRAFFIC}": so is what nobody asks for`);
  return name.trim();
}

const ROLE_NAMES = Object.keys(ROLES);

function rolesIn({ roles }: Fields): Role[] {
  if (!Array.isArray(roles) || roles.length === 0)
    throw new HttpError(
      422,
      `roles says what the key may: {"roles": ["caller"]}, of ${ROLE_NAMES.join(', ')}`,
    );
  return [...new Set(roles.map(roleOf))];
}

function roleOf(given: unknown): Role {
  if (isRole(given)) return given;
  throw new HttpError(
    422,
    `there is no role ${quoted(given)}, there are ${ROLE_NAMES.join(', ')}${near(given, ROLE_NAMES)}`,
  );
}

function datasetsIn({ datasets }: Fields): KeyWish['datasets'] {
  if (datasets === '*') return '*';
  if (!Array.isArray(datasets) || datasets.length === 0)
    throw new HttpError(
      422,
      'datasets says for which data sets: {"datasets": ["..."]}, or "*" for all, those to come included',
    );
  const known = declared().map(({ name }) => name);
  return [...new Set(datasets.map((given) => datasetOf(given, known)))];
}

function datasetOf(given: unknown, known: readonly string[]): string {
  const found = known.find((name) => name === given);
  if (found !== undefined) return found;
  throw new HttpError(
    422,
    `there is no data set ${quoted(given)}, there are ${known.join(', ')}${near(given, known)}`,
  );
}

/** Of what somebody wrote only the beginning is told. */
const quoted = (given: unknown): string => (JSON.stringify(given) ?? 'undefined').slice(0, 100);
const near = (given: unknown, names: readonly string[]): string =>
  typeof given === 'string' && given.length <= 100 ? didYouMean(given, names) : '';

function endIn({ expires = null }: Fields): Date | null {
  if (expires === null) return null;
  const end = new Date(
    typeof expires === 'string' && /^\d{4}-\d\d-\d\dT/.test(expires) ? expires : Number.NaN,
  );
  if (Number.isNaN(end.getTime()) || end.getTime() <= Date.now())
    throw new HttpError(
      422,
      `expires is ${quoted(expires)}, expected a moment to come, as 2030-01-31T12:00:00Z`,
    );
  return end;
}
