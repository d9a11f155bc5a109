/** API keys as the command line tells of them, and how it says when one ends. */
import type { Key } from '../../shared/api/keys.ts';
import { UserError } from './command.ts';
import { day, table } from './words.ts';

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000 };

/** 90d, 12h, or a day or moment: as ISO 8601. @throws UserError */
export function endOf(text: string | undefined, now = Date.now()): string | null {
  if (text === undefined) return null;
  const [, count = '', unit = ''] = /^(\d{1,5})([hd])$/.exec(text) ?? [];
  const end = unit ? now + Number(count) * (UNITS[unit] ?? 0) : momentOf(text);
  if (Number.isNaN(end) || end <= now)
    throw new UserError(
      `--expires is "${text}", expected a time from now, as 90d or 12h, or a day to come, as 2030-01-31`,
    );
  return new Date(end).toISOString();
}

const momentOf = (text: string): number => (/^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN);

/** "abcdefghijkl (ci): caller, for realtor, until 2026-04-01" */
export function keyLine({ id, name, roles, datasets, expiresAt }: Key): string {
  return `${id} (${name}): ${roles.join(', ')}, for ${setsOf(datasets)}${expiresAt ? `, until ${day(expiresAt)}` : ''}`;
}

const setsOf = (datasets: Key['datasets']): string =>
  datasets === '*' ? 'all data sets' : datasets.join(', ');

export const keyTable = (keys: readonly Key[], now = Date.now()): string =>
  table([
    ['id', 'name', 'roles', 'data sets', 'made', 'by', 'last used', 'valid'],
    ...keys.map((key) => [
      key.id,
      key.name,
      key.roles.join(', '),
      setsOf(key.datasets),
      day(key.createdAt),
      key.createdBy,
      key.lastUsedAt ? day(key.lastUsedAt) : 'never',
      validity(key, now),
    ]),
  ]);

function validity({ revokedAt, revokedBy, expiresAt }: Key, now: number): string {
  if (revokedAt) return `revoked ${day(revokedAt)} by ${revokedBy ?? 'somebody'}`;
  if (!expiresAt) return 'yes';
  return Date.parse(expiresAt) > now ? `until ${day(expiresAt)}` : `expired ${day(expiresAt)}`;
}
