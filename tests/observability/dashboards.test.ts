/** What holds for every dashboard, by its file alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { boards, dashboardFiles, FOLDER } from '../../scripts/dashboards/files.ts';
import { metricsIn, panelsOf, queriesOf } from '../../scripts/dashboards/queries.ts';
import { faultsAgainstTypes } from './grafana-types.ts';
import { ruleFiles, rulesIn } from './rules.ts';

const root = resolve(import.meta.dirname, '../..');

test('the files that are checked in are those that a build makes', async () => {
  const files = dashboardFiles();
  expect((await readdir(FOLDER)).filter((name) => name.endsWith('.json')).sort()).toEqual(
    [...files.keys()].sort(),
  );
  for (const [name, text] of files) expect(await readFile(FOLDER + name, 'utf8'), name).toBe(text);
});

test('each is what the types of Grafana allow, and has nothing that they do not know', () => {
  expect(faultsAgainstTypes(boards)).toEqual([]);
}, 60_000);

test("a property that nobody knows, and a word that is none of Grafana's, are found", () => {
  const [board] = boards;
  const strange = [
    { ...board, surprise: 1 },
    { ...board, graphTooltip: 7 },
  ] as unknown as typeof boards;
  const faults = faultsAgainstTypes(strange);
  expect(faults).toHaveLength(2);
  expect(faults[0]).toContain('\'"surprise"\' does not exist');
  expect(faults[1]).toContain("Type '7' is not assignable");
}, 60_000);

describe.each(boards.map((board) => ({ uid: board.uid, board })))('$uid', ({ board }) => {
  const panels = panelsOf(board);

  test('has variables, links, a time, and starts with a row of figures', () => {
    const variables = board.templating.list?.map(({ name }) => name) ?? [];
    expect(variables).toEqual(expect.arrayContaining(['datasource', 'namespace']));
    expect(variables.some((name) => ['service', 'dataset'].includes(name))).toBe(true);
    expect(board.links).toHaveLength(1);
    expect(board.tags).toEqual(['marea']);
    expect(board.refresh).toMatch(/^\d+[sm]$/);
    expect(board.panels?.[0]).toMatchObject({ type: 'row', title: 'Are things well?' });
    const firstRow = panels.filter(({ gridPos }) => gridPos?.y === 1);
    expect(firstRow.length).toBeGreaterThan(4);
    expect(new Set(firstRow.map(({ type }) => type))).toEqual(new Set(['stat']));
  });

  test('every panel says what is normal, in which unit, and from where it is not well', () => {
    for (const { title, description = '', fieldConfig, datasource } of panels) {
      expect(description.length, title).toBeGreaterThan(40);
      expect(fieldConfig?.defaults.unit, title).toBeTruthy();
      expect(fieldConfig?.defaults.thresholds?.steps[0]?.value, title).toBeNull();
      expect(datasource?.uid, title).toBe('$' + '{datasource}');
    }
  });

  test('titles and ids are there once', () => {
    const ids = board.panels?.map(({ id }) => id) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
    const titles = panels.map(({ title, type }) => `${title} (${type})`);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test('panels fill the grid and lie beside one another', () => {
    const taken = new Set<string>();
    for (const { gridPos: { x, y, w, h } = { x: 0, y: 0, w: 0, h: 0 }, title } of board.panels as Panel[]) {
      expect(x + w, title).toBeLessThanOrEqual(24);
      for (let column = x; column < x + w; column++)
        for (let row = y; row < y + h; row++) {
          expect(taken.has(`${column},${row}`), title).toBe(false);
          taken.add(`${column},${row}`);
        }
    }
  });

  test('asks only for variables that it has, and for metrics that somebody makes', () => {
    const known = knownMetrics();
    const variables = new Set(board.templating.list?.map(({ name }) => name));
    for (const panel of panels)
      for (const { expr } of queriesOf(panel)) {
        const asked = [...expr.matchAll(/\$([a-z]\w*)/g)].map(([, name]) => name);
        expect(
          asked.filter((name) => name && !variables.has(name)),
          panel.title,
        ).toEqual([]);
        expect(
          metricsIn(expr).filter((name) => !known.has(name)),
          panel.title,
        ).toEqual([]);
        expect(metricsIn(expr).length, panel.title).toBeGreaterThan(0);
      }
  });
});

test('rules ask only for metrics that somebody makes, and alerts say what to do', () => {
  const known = knownMetrics();
  for (const { name, expr, alert } of rulesIn()) {
    expect(
      metricsIn(expr).filter((metric) => !known.has(metric)),
      name,
    ).toEqual([]);
    if (!alert) continue;
    expect(['critical', 'warning', 'info'], name).toContain(alert.labels.severity);
    expect(Object.keys(alert.annotations), name).toEqual(['summary', 'description', 'runbook_url']);
  }
});

/** Names, with those of a histogram's parts, of Knative (as seen on a cluster), of the functions and of the rules. */
function knownMetrics(): Set<string> {
  const knative = JSON.parse(
    readFileSync(resolve(root, 'scripts/platform/metrics/fixtures/knative.json'), 'utf8'),
  ) as Record<string, Record<string, { type: string }>>;
  const names = Object.values(knative).flatMap((component) => Object.keys(component));
  const recorded = ruleFiles().flatMap((file) =>
    (parse(readFileSync(file, 'utf8')) as { groups: { rules: { record?: string }[] }[] }).groups.flatMap(
      ({ rules }) => rules.flatMap(({ record }) => (record ? [record] : [])),
    ),
  );
  const own = declaredMetrics();
  const parts = [...names, ...own].flatMap((name) =>
    ['_bucket', '_sum', '_count'].map((part) => name + part),
  );
  return new Set([...names, ...own, ...parts, ...recorded, 'up', 'ALERTS']);
}

/** Every metric has its name in quotes where it is made. */
function declaredMetrics(): string[] {
  const folders = ['shared/runtime', 'shared/runtime/access', 'functions/observe', 'functions/predict'].map(
    (name) => resolve(root, name),
  );
  const sources = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => readFileSync(resolve(folder, name), 'utf8')),
  );
  return [...new Set(sources.flatMap((source) => source.match(/(?<=')marea_[a-z_]+(?=')/g) ?? []))];
}
