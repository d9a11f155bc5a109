/** On a busy platform every query of every panel and of every rule has an answer. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { boards } from '../../scripts/dashboards/files.ts';
import { spanOf } from '../../scripts/dashboards/picture/data.ts';
import { pictureOf } from '../../scripts/dashboards/picture/picture.ts';
import { filled, metricsIn, panelsOf, queriesOf } from '../../scripts/dashboards/queries.ts';
import { eventually } from '../platform.ts';
import {
  beBusy,
  classesWithFeedback,
  predictionsWithFeedback,
  startWatched,
  turnedAway,
  type Watched,
} from './busy.ts';
import { hasPrometheus } from './prometheus.ts';
import { ruleFiles, rulesIn } from './rules.ts';

let watched: Watched;
let stopAsking = false;
let asking: Promise<void>;

beforeAll(async () => {
  if (!hasPrometheus) return;
  watched = await startWatched(ruleFiles());
  await beBusy(watched.platform);
  // Rates are of what goes on.
  asking = (async () => {
    while (!stopAsking) {
      await predictionsWithFeedback(watched.platform, 10, (predicted) => predicted * 1.1);
      await classesWithFeedback(watched.platform, 5);
      await turnedAway(watched.platform);
    }
  })();
}, 400_000);

afterAll(async () => {
  stopAsking = true;
  await asking;
  await watched?.stop();
});

const FILLING = { rateInterval: '1m', range: '5m', interval: '15s' };
const SECONDS = 240;
const runs = hasPrometheus ? test : test.skip;

runs('every query of every panel returns data', async () => {
  const queries = boards.flatMap((board) =>
    panelsOf(board).flatMap((panel) =>
      queriesOf(panel).map(({ expr, legend }) => ({
        expr: filled(expr, FILLING),
        of: `${board.uid}: ${panel.title} ${legend}`,
      })),
    ),
  );
  expect(queries.length).toBeGreaterThan(100);
  await nothingEmpty(queries);
});

/** A count that is 0 where there is nothing would hide that its metric does not exist. */
runs('every metric that a panel or a rule asks for is there', async () => {
  const expressions = [...boards.flatMap((board) => panelsOf(board).flatMap(queriesOf)), ...rulesIn()].map(
    ({ expr }) => expr,
  );
  const metrics = [...new Set(expressions.flatMap(metricsIn))].sort();
  expect(metrics.length).toBeGreaterThan(60);
  await nothingEmpty(metrics.map((expr) => ({ expr, of: expr })));
});

/** Alerts have nothing to return when all is well: what they compare is asked for instead. */
runs('every rule has something to judge by', async () => {
  const queries = rulesIn().flatMap(({ name, expr, alert }) =>
    (alert ? comparedIn(expr) : [expr]).map((part) => ({ expr: part, of: `${name}: ${part}` })),
  );
  await nothingEmpty(queries);
});

/** With PICTURES=<folder> they are kept, for a look. */
runs('every dashboard can be drawn, with data in every panel', async () => {
  const { PICTURES } = process.env;
  for (const board of boards) {
    const svg = await pictureOf(board, watched.prometheus.url, spanOf(SECONDS / 60));
    expect(svg.match(/>no data</g), board.uid).toBeNull();
    if (PICTURES) writeFileSync(join(PICTURES, `${board.uid}.svg`), svg);
  }
});

runs('variables of the dashboards have values to choose from', async () => {
  for (const board of boards)
    for (const { name, query } of board.templating.list ?? []) {
      const text = typeof query === 'object' ? String(query.query) : '';
      const [, selector, label] = /^label_values\((.*), (\w+)\)$/.exec(text) ?? [];
      if (!selector) continue;
      const found = await watched.prometheus.ask(`count by (${label}) (${filled(selector, FILLING)})`);
      expect(
        found.filter(({ metric }) => metric[label as string]).length,
        `${board.uid}: ${name}`,
      ).toBeGreaterThan(0);
    }
});

/** What is known comes with the next scrapes: asked again for a while. */
async function nothingEmpty(
  queries: readonly { readonly expr: string; readonly of: string }[],
): Promise<void> {
  let empty = queries;
  await eventually(
    async () => {
      const found = [];
      for (const query of empty)
        if ((await watched.prometheus.askRange(query.expr, SECONDS, 5)).flat().length === 0)
          found.push(query);
      empty = found;
      return empty.length === 0;
    },
    'data',
    60_000,
  ).catch(() => {});
  expect(empty.map(({ of, expr }) => `${of}\n  ${expr}`)).toEqual([]);
}

/** The metrics of an alert: an alert that is silent for want of data would be silent for ever. */
function comparedIn(expr: string): string[] {
  return (
    [...expr.matchAll(/\b(?:namespace_service|marea_|kn_|up)[\w:]*(?:\{[^}]*\})?/g)]
      .map(([selector]) => selector)
      // Nobody fails here, on purpose.
      .filter((selector) => !/5\.\.|:marea_predict_errors:|_ceiling|_failures_total/.test(selector))
  );
}
