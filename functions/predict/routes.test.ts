/** The routes that there are, those of openapi.json and those of the README are the same. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { datasetNamed } from '../../shared/datasets/index.ts';
import type { HttpRequest } from '../../shared/runtime/http/http.ts';
import { router } from '../../shared/runtime/http/router.ts';
import { FOR_ALL } from './docs/access.ts';
import { pathsOf } from './docs/paths.ts';
import { routesOf } from './routes.ts';

const routes = routesOf(() => {
  throw new Error('nobody is asked');
});
/** Every function has it. */
const COMMON = ['GET /metrics'];
const match = router(routes);

/** The row that answers a call; '*' and '{name}' in it stand for one part of a path. */
function rowOf(call: string): string {
  const [method = '', path = ''] = call.replaceAll(/\{\w+\}/g, 'x').split(' ');
  return COMMON.includes(call) ? call : match({ method, path } as HttpRequest).route;
}

const sorted = (calls: readonly string[]): string[] => [...new Set(calls)].sort();
const all = sorted([...Object.keys(routes), ...COMMON]);

test('openapi.json has every route, and none that is not there', () => {
  const paths = pathsOf(datasetNamed('realtor').listed);
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(sorted(calls.map(rowOf))).toEqual(all);
});

test('openapi.json says of those that need nothing that they do, and of no other', () => {
  const paths = Object.keys(pathsOf(datasetNamed('realtor').listed));
  const needs = (path: string) => routes[rowOf(`GET ${path}`)]?.needs;
  expect(paths.filter((path) => needs(path) === 'nothing').sort()).toEqual([...FOR_ALL].sort());
});

test('the table of the README has every route, and none that is not there', () => {
  const [, section = ''] = readFileSync('README.md', 'utf8').split('## Ask the model\n');
  const rows = section.split('\n## ')[0]?.matchAll(/^\| (`.*?) \|/gm) ?? [];
  const calls = [...rows].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([A-Z]+ [^`?]+)/g)].map(([, call = '']) => call),
  );
  expect(sorted(calls.map(rowOf))).toEqual(all);
});
