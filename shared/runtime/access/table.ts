/** The documentation of who may do what, in Markdown: made from the needs and the routes that the functions check. */
import { ROLES, type Role } from '../../access/roles.ts';
import type { Routes } from '../http/router.ts';
import { type About, NEEDS, type Needs } from './needs.ts';

export interface Surface {
  /** Of the function. */
  readonly name: string;
  readonly routes: Routes;
}

/** What stands in SECURITY.md between its two marks. */
export function accessTables(surfaces: readonly Surface[]): string {
  return [...roles(), '', ...needs(), '', ...routes(surfaces), ''].join('\n');
}

const roles = (): string[] => [
  '| role | what it may |',
  '|---|---|',
  ...Object.entries(ROLES).map(([role, may]) => `| \`${role}\` | ${may} |`),
];

function needs(): string[] {
  const names = Object.keys(ROLES) as Role[];
  return [
    `| need | to | ${names.join(' | ')} |`,
    `|---|---|${names.map(() => '---|').join('')}`,
    ...(Object.keys(NEEDS) as Needs[]).map(
      (need) => `| \`${need}\` | ${NEEDS[need].to} | ${names.map((role) => mark(role, need)).join(' | ')} |`,
    ),
  ];
}

function mark(role: Role, need: Needs): string {
  const { roles: needed } = NEEDS[need];
  if (typeof needed === 'string') return needed === 'anybody' ? 'anybody' : '';
  return (needed as readonly Role[]).includes(role) ? 'yes' : '';
}

const WHERE: Readonly<Record<About, string>> = {
  own: 'that of the Service',
  path: 'named in the path',
  query: 'named by `?dataset=`',
  body: 'named in the body',
  each: 'each that the caller has the role for',
  all: 'all: the role has to be for all',
};

const routes = (surfaces: readonly Surface[]): string[] => [
  '| function | route | needs | of which data set |',
  '|---|---|---|---|',
  ...surfaces.flatMap(({ name, routes: rows }) =>
    Object.entries(rows).map(
      ([route, row]) =>
        `| \`${name}\` | \`${route}\` | \`${row.needs}\` | ${row.about ? WHERE[row.about] : ''} |`,
    ),
  ),
];
