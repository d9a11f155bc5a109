/** The README has every call of the console, and none that there is not. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { router } from '../shared/runtime/http/router.ts';
import { PICTURES } from './browser/readme-pictures-list.ts';
import { httpRequest } from './http-request.ts';

const read = (path: string): string => readFileSync(resolve(import.meta.dirname, '..', path), 'utf8');

/** As a client writes them: `GET /api/status?dataset=realtor`. */
function callsIn(readme: string): string[] {
  const [, table = ''] = readme.split('| call | answers, or does |');
  const rows = (table.split('\n\n')[0] ?? '').split('\n');
  return rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([A-Z]+ \/[^`]*)`/g)].map(([, call]) => call as string),
  );
}

test('its table of the console is the table of routes', () => {
  const routes = [...read('functions/console/index.ts').matchAll(/^ {2}'([A-Z]+ \/.*?)':/gm)].map(
    ([, route]) => route as string,
  );
  const rows = routes.map((route) => [route, { needs: 'nothing', handle: () => ({ status: 200 }) }] as const);
  const routeOf = router(Object.fromEntries(rows));
  const found = callsIn(read('README.md')).map((call) => {
    const [method = '', path = ''] = call.split(' ');
    return routeOf(httpRequest(method, path)).route;
  });
  expect(found.length).toBeGreaterThan(10);
  expect([...new Set(found)].sort()).toEqual(routes.sort());
});

test('its pictures are those that a script takes', () => {
  const names = Object.keys(PICTURES).map((name) => `${name}.png`);
  const shown = [...read('README.md').matchAll(/!\[[^\]]+\]\(functions\/console\/pictures\/([^)]+)\)/g)].map(
    ([, name]) => name,
  );
  expect(shown).toEqual(names);
  expect(readdirSync(resolve(import.meta.dirname, '../functions/console/pictures')).sort()).toEqual(
    names.sort(),
  );
});
