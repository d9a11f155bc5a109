import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { DeclarationError } from '../datasets/checks/fault.ts';
import { tiny as flats } from '../datasets/checks/fixtures/changed.ts';
import { datasetNamed } from '../datasets/index.ts';
import { writeDeclaration } from '../datasets/written/write.ts';
import { loadDatasets } from './dataset-modules.ts';

const folder = mkdtempSync(join(tmpdir(), 'marea-modules-'));
afterAll(() => rmSync(folder, { recursive: true }));

const tiny = readFileSync(fileURLToPath(new URL('../../tests/fixtures/tiny.mjs', import.meta.url)), 'utf8');
let files = 0;
function file(source: string, ending = '.mjs'): string {
  const path = join(folder, `m${++files}${ending}`);
  writeFileSync(path, source);
  return path;
}
const named = (name: string): string => file(tiny.replace("name: 'tiny'", `name: '${name}'`));
const refusal = async (modules: string): Promise<string> => {
  const error: unknown = await loadDatasets(modules).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DeclarationError);
  return (error as Error).message;
};

it('all modules are loaded, whatever blanks stand between, and once more when they are named twice', async () => {
  const [flats, houses] = [named('flats'), named('houses')];
  await loadDatasets(` ${flats} , ${houses},,${flats}`);
  expect(datasetNamed('flats').target.column).toBe('rent');
  expect(datasetNamed('houses').target.column).toBe('rent');
  await expect(loadDatasets(undefined)).resolves.toBeUndefined();
});

it('a file of YAML or JSON is a data set as a module is, and one when it is named twice', async () => {
  const yaml = file(writeDeclaration({ ...flats, name: 'in-yaml' }), '.yaml');
  const json = file(JSON.stringify({ ...flats, name: 'in-json' }), '.json');
  await loadDatasets(`${yaml},${json},${yaml}`);
  expect(datasetNamed('in-yaml')).toEqual({ ...flats, name: 'in-yaml' });
  expect(datasetNamed('in-json')).toEqual({ ...flats, name: 'in-json' });
  await loadDatasets(yaml);
});

it.each<[string, () => string, RegExp]>([
  [
    'YAML that is none',
    () => file('a: [', '.yml'),
    /^the declaration in .*\.yml cannot be read:\n {2}line 1/,
  ],
  ['an empty file', () => file('', '.yaml'), / expected an object, got null$/],
  [
    'a file past all bounds',
    () => file(' '.repeat(2 ** 20 + 1), '.json'),
    / has 1048577 bytes, a declaration at most/,
  ],
  ['no such file', () => join(folder, 'none.mjs'), /none\.mjs is not there \(\//],
  ['a folder', () => folder, / is no file$/],
  [
    'a file of another kind',
    () => file('{}', '.csv'),
    / ends in "\.csv", expected \.yaml, \.json, \.mjs or \.js$/,
  ],
  [
    'no default export',
    () => file('export const flats = {};'),
    / exports flats, nothing by default: write "export default flats;"$/,
  ],
  [
    'no export at all',
    () => file('const flats = {};'),
    / exports nothing: write "export default \{ name: \.\.\. \};"$/,
  ],
  [
    'a default export that is no object',
    () => file('export default () => 1;'),
    /:\n {2}expected an object, got a function$/,
  ],
  [
    'a module that throws',
    () => file('throw new RangeError("no rows");'),
    / cannot be loaded: RangeError: no rows$/,
  ],
  [
    'a module that imports what is not there',
    () => file('import "./other.mjs"; export default 1;'),
    / cannot be loaded: .*other\.mjs/s,
  ],
  ['what is no JavaScript', () => file('export default {'), / cannot be loaded: /],
  ['a name that another has', () => named('realtor'), /^two data sets are called "realtor", one of them in /],
])('%s is told', async (_, make, said) => {
  expect(await refusal(make())).toMatch(said);
});

it('a TypeScript module is loaded, or it is said what to do', async () => {
  const path = file(tiny.replace("name: 'tiny'", "name: 'typed' as string"), '.ts');
  const isLoaded = 'typescript' in process.features && Boolean(process.features.typescript);
  if (isLoaded) await expect(loadDatasets(path)).resolves.toBeUndefined();
  else
    expect(await refusal(path)).toMatch(
      /is TypeScript, which this Node \(v\d.* name a \.mjs module .* Node 22\.18/,
    );
});

it('all faults of all modules are told at once', async () => {
  const wrong = file(
    tiny.replace("column: 'rent', task", "column: 'rnt', task").replace("kind: 'oneHot'", "kind: 'onehot'"),
  );
  expect(await refusal(`${wrong},${join(folder, 'none.mjs')}`)).toMatch(
    /^the declaration of data set "tiny" in .* has 2 faults:\n {2}features\[4]\.kind: .* did you mean "oneHot"\?\n {2}target\.column: .* did you mean "rent"\?\nthe data set's module .*none\.mjs is not there/,
  );
});
