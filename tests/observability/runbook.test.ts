/** Each alert has a page that says what to do, and the pages name only what there is. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const root = new URL('../../', import.meta.url);
const FOLDER = 'knative/observability/runbook/';
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

interface Rules {
  readonly groups: readonly { readonly rules: readonly Rule[] }[];
}
interface Rule {
  readonly alert?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

const { groups } = parse(read('knative/observability/rules/alerts.yaml')) as Rules;
const alerts = groups.flatMap(({ rules }) => rules).filter(({ alert }) => alert !== undefined);
const pages = readdirSync(new URL(FOLDER, root));
const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };

test('each alert opens its own page, and there is none of an alert that is gone', () => {
  expect(alerts.length).toBeGreaterThan(10);
  for (const { alert, annotations } of alerts)
    expect(annotations?.runbook_url, alert).toMatch(new RegExp(`/${FOLDER}${alert}\\.md$`));
  expect(pages.toSorted()).toEqual(alerts.map(({ alert }) => `${alert}.md`).sort());
});

test.for(pages)('%s says what it means, how to see it, what to do, and how to make it', (page) => {
  const text = read(FOLDER + page);
  expect(text.split('\n')[0]).toBe(`# ${basename(page, '.md')}`);
  const parts = text.split(/^## /m).slice(1);
  expect(parts.map((part) => part.split('\n')[0])).toEqual([
    'What it means',
    'How to see it',
    'What to do',
    'How to make it',
  ]);
  for (const part of parts) expect(part.split('\n').slice(1).join('').trim().length).toBeGreaterThan(20);
});

test.for(pages)('%s names commands, files and pages that there are', (page) => {
  const text = read(FOLDER + page);
  const commands = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name as string);
  expect(commands.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  const files = [...text.matchAll(/`((?:tests|knative|scripts|shared)\/[\w./-]+)`/g)].map(
    ([, path]) => path as string,
  );
  expect(files.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  const linked = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, path]) => path as string);
  expect(linked.filter((path) => !pages.includes(path))).toEqual([]);
});
