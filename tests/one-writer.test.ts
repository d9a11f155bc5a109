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
/**
 * What clients and makers of models change of what is not in production: where the tables say that a version is governed,
 * its stage Production and the alias champion are not theirs (functions/registry/models/governed.test.ts).
 */
const OF_OTHERS: Readonly<Record<string, readonly string[]>> = {
  model_versions: ['shared/tracking/adoption.ts', 'shared/tracking/mlflow/versions.ts'],
  model_aliases: ['shared/tracking/mlflow/aliases.ts'],
  // The last number that a version has had.
  registered_models: [
    'shared/tracking/versions.ts',
    'shared/tracking/mlflow/models.ts',
    'shared/tracking/mlflow/versions.ts',
  ],
};
const byOthers = (table: string) => (file: string) =>
  file !== PRODUCTION && !OF_OTHERS[table]?.includes(file);

test.each(['model_versions', 'model_aliases', 'model_history', 'registered_models'])(
  'nobody else changes %s',
  (table) => {
    // What is wrong with the files of a version is seen by whoever looks, and changes nothing of what it is.
    const changing = new RegExp(
      `(update|delete from|merge into|truncate) marea\\.${table}\\b(?! set damaged = \\$\\{[^}]*\\} where)`,
      'i',
    );
    expect(matching(changing).filter(byOthers(table))).toEqual([]);
  },
);

test.each(['model_versions', 'model_aliases', 'model_history'])('nobody else adds to %s', (table) => {
  const adding = matching(new RegExp(`insert into marea\\.${table}\\b`, 'i'));
  expect(adding).toContain(PRODUCTION);
  expect(adding.filter(byOthers(table))).toEqual([]);
});

test('who changes the stage of a version for a client leaves Production of a governed one alone', () => {
  const stages = matching(/update marea\.model_versions set stage = /);
  expect(stages.sort()).toEqual(['shared/tracking/mlflow/versions.ts', PRODUCTION]);
  const [file = ''] = stages;
  expect(readFileSync(join(root, file), 'utf8')).toContain("not (governed and stage = 'Production')");
});

test('nobody else knows where the pointer is, but who reads it', () => {
  // Who may read and write it, the policies of the object store say.
  const names = matching(/\bproduction\.json\b/).filter((file) => file !== 'shared/store/roles/policies.ts');
  expect(names).toEqual(['shared/tracking/artifact.ts']);
  expect(matching(/\bpointerAddress\(/).sort()).toEqual(['shared/tracking/artifact.ts', PRODUCTION]);
});
