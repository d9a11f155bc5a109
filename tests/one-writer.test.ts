/** Stage, alias, history and pointer of a model are written in one module: shared/tracking/production.ts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const sources = ['functions', 'shared']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
  .filter(({ name }) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  .filter((file) => !file.includes('fixtures/'));

/** Files whose text, with all white space made single, matches. */
const matching = (what: RegExp): string[] =>
  sources.filter((file) => what.test(readFileSync(join(root, file), 'utf8').replace(/\s+/g, ' ')));

const PRODUCTION = 'shared/tracking/production.ts';

test.each(['model_versions', 'model_aliases', 'model_history', 'registered_models'])(
  'nobody else changes %s',
  (table) => {
    // What is wrong with the files of a version is seen by whoever looks, and changes nothing of what it is.
    const changing = new RegExp(
      `(update|delete from|merge into|truncate) marea\\.${table}\\b(?! set damaged = \\$\\{[^}]*\\} where)`,
      'i',
    );
    expect(matching(changing).filter((file) => file !== PRODUCTION)).toEqual([]);
  },
);

test.each(['model_versions', 'model_aliases', 'model_history'])('nobody else adds to %s', (table) => {
  expect(matching(new RegExp(`insert into marea\\.${table}\\b`, 'i'))).toEqual(
    matching(/insert into marea\.model_history\b/).filter((file) => file === PRODUCTION),
  );
});

test('nobody else knows where the pointer is, but who reads it', () => {
  // Who may read and write it, the policies of the object store say.
  const names = matching(/\bproduction\.json\b/).filter((file) => file !== 'shared/store/roles/policies.ts');
  expect(names).toEqual(['shared/tracking/artifact.ts']);
  expect(matching(/\bpointerAddress\(/).sort()).toEqual(['shared/tracking/artifact.ts', PRODUCTION]);
});
