/** The house: a floor imports only floors below it, a room only rooms below it, and functions never import each other. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
/** From the ground up. */
const floors = [
  'stats',
  'page',
  'ml',
  'onnx',
  'formats',
  'datasets',
  'rows',
  'store',
  'access',
  'tracking',
  'events',
  'runtime',
  'api',
];

/** Rooms of scripts/, from the ground up. A folder in one that has no line of its own belongs to it. */
const rooms = [
  'scripts/cli',
  'scripts/platform/processes',
  'scripts/platform/stores',
  'scripts/platform/manifests',
  'scripts/platform/metrics',
  'scripts/platform/serving',
  'scripts/platform/eventing',
  'scripts/platform/api',
  'scripts/platform',
  'scripts/cluster',
  'scripts/load',
  'scripts/fuzz',
  'scripts/dashboards',
  // The files that are no commands alone: others build, too.
  'scripts/kernel.ts',
  'scripts/between-marks.ts',
  'scripts/variables.ts',
  'scripts/access-table.ts',
  'scripts/web.ts',
  'scripts/build.ts',
  'scripts/image',
  'scripts/release',
  'scripts/backup',
  'scripts/chart',
  'scripts/data-api',
  'scripts/demo',
  'scripts/damage',
  'scripts/benchmarks',
  'scripts/reference',
  'scripts/examples',
  // The commands.
  'scripts',
];

function sources(folder: string): string[] {
  return (
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter(({ name, parentPath }) => /\.tsx?$/.test(name) && !parentPath.includes('shims'))
      // A test may use what is in tests/: real stores, requests without a socket.
      .filter(({ name, parentPath }) => !name.endsWith('.test.ts') && !parentPath.includes('fixtures'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  );
}

/** Statements at the beginning of a line, and imports at run time: not what a text of the build says. */
const IMPORTS = /^(?:import|export)\s(?:[^'`;]*?\sfrom\s)?'([^']+)'|\bimport\('([^']+)'\)/gm;

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(IMPORTS)].map(([, statement, call]) => statement ?? call ?? '');
}

const inside = (file: string, specifier: string): string => normalize(join(dirname(file), specifier));

/** Files and the project's own files that they import. */
function edges(folder: string): [string, string][] {
  return sources(folder).flatMap((file) =>
    importsOf(file)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier): [string, string] => [file, inside(file, specifier)]),
  );
}

const level = (file: string): number => floors.indexOf(file.split('/')[1] ?? '');

test('every folder of shared is a floor', () => {
  const folders = readdirSync(join(root, 'shared')).filter((name) => name !== 'shims');
  expect(folders.sort()).toEqual([...floors].sort());
});

test('a floor imports only floors below it, and nothing from above the ground', () => {
  const upwards = edges('shared').filter(
    ([from, to]) => !to.startsWith('shared/') || level(to) > level(from),
  );
  expect(upwards).toEqual([]);
});

test('what the console answers is told in types alone', () => {
  const imports = sources('shared/api').flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .filter((line) => /\bfrom '/.test(line)),
  );
  expect(imports.filter((line) => !/^(import|export) type /.test(line))).toEqual([]);
});

test('functions import shared and their own folder, never each other', () => {
  const own = (file: string): string => file.split('/').slice(0, 2).join('/');
  const sideways = edges('functions').filter(
    ([from, to]) => !to.startsWith('shared/') && own(to) !== own(from),
  );
  expect(sideways).toEqual([]);
});

/** The innermost room that a file is in; -1 when it is in none. */
const roomOf = (file: string): number =>
  rooms.findIndex((room) => file === room || (file.startsWith(`${room}/`) && !isInInner(file, room)));
const isInInner = (file: string, room: string): boolean =>
  rooms.some((inner) => inner.startsWith(`${room}/`) && (file === inner || file.startsWith(`${inner}/`)));

test('every folder of scripts, and of the embedded platform, is a room', () => {
  const folders = ['scripts', 'scripts/platform'].flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${folder}/${name}`),
  );
  expect(folders.filter((folder) => !rooms.includes(folder))).toEqual([]);
  expect(rooms.filter((room) => !existsSync(join(root, room)))).toEqual([]);
});

test('a room imports only rooms below it, and what is deployed; never a test, nor what one stands on', () => {
  const upwards = edges('scripts').filter(([from, to]) =>
    to.startsWith('scripts/') ? roomOf(to) > roomOf(from) : !/^(shared|functions)\//.test(to),
  );
  expect(upwards).toEqual([]);
});

test('the two lowest floors are pure numbers: no I/O, no clock, no environment', () => {
  const impure = ['shared/stats', 'shared/ml'].flatMap(sources).filter((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return /'node:|process\.(env|argv|cwd|on|exit|hrtime)|Date\.now|new Date\(|Math\.random|fetch\(/.test(
      text,
    );
  });
  expect(impure).toEqual([]);
});
