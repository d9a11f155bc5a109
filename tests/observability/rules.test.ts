/** Prometheus' own tests of the rules, in rules/: each alert firing, and silent. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { hasPromtool } from '../promtool.ts';
import { ruleFiles, rulesIn } from './rules.ts';

const FOLDER = resolve(import.meta.dirname, 'rules');
const tests = readdirSync(FOLDER).map((name) => resolve(FOLDER, name));
const runs = hasPromtool ? test : test.skip;

runs('promtool finds nothing wrong with the rules', () => {
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', ...ruleFiles()], {
    encoding: 'utf8',
  });
  expect(status, stdout + stderr).toBe(0);
});

runs.each(tests)('%s', (file) => {
  const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', file], { encoding: 'utf8' });
  expect(status, stdout + stderr).toBe(0);
});

test('every alert is in one of them', () => {
  const all = tests.map((file) => readFileSync(file, 'utf8')).join('\n');
  const missing = rulesIn().filter(({ name, alert }) => alert && !all.includes(name));
  expect(missing.map(({ name }) => name)).toEqual([]);
});
