/**
 * Drafts public tables with no hand on it, searches models with the house's learner on what was drafted, and writes the
 * same rows and split for drafts.py, which lets LightGBM and Optuna try the same: npx tsx scripts/reference/drafts.ts
 * FOLDER FILE:TARGET ... Rows are the draft's sample: all of a small file, at most 20,000.
 */
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fitCandidate } from '../../functions/trial/fit-candidate.ts';
import { scoreCandidate } from '../../shared/datasets/candidate-metrics.ts';
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { normaliseColumn } from '../../shared/datasets/normalise.ts';
import { targetInModelSpace, taskOf } from '../../shared/datasets/target.ts';
import { fitTransform } from '../../shared/ml/features/fit.ts';
import { families } from '../../shared/ml/models/families.ts';
import type { Tried } from '../../shared/ml/search/candidate.ts';
import { plan } from '../../shared/ml/search/plan.ts';
import { bucketOf, partOf } from '../../shared/ml/split.ts';
import { type Column, type Table, takeRows } from '../../shared/ml/table.ts';
import { draftFile } from '../../shared/rows/drafting/draft.ts';
import { sampleFile } from '../../shared/rows/drafting/file-sample.ts';
import { limits } from '../../shared/rows/reading/limits.ts';
import { examplesOf } from '../../shared/tracking/parts.ts';
import { nameFrom } from '../cli/draft-command.ts';

const TRIALS = 12;
const [folder = '.', ...tables] = process.argv.slice(2);

for (const asked of tables) {
  const [path = '', target = ''] = asked.split(':');
  const file = { open: () => createReadStream(path), named: { filename: path } };
  const name = nameFrom(path);
  const started = performance.now();
  const { dataset } = await draftFile(file, { name, target }, limits);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const { texts } = await sampleFile(file, target, limits);
  const table = known(dataset, texts);
  const bucket = Uint8Array.from({ length: table.rows }, (_, row) => bucketOf(`row ${row}`));
  await writeFile(join(folder, `${name}.json`), JSON.stringify(asRecords(dataset, table, bucket)));
  console.log(JSON.stringify({ name, seconds, ...searched(dataset, table, bucket) }));
}

/** Rows with a target that can be learned. */
function known(dataset: Dataset, texts: ReadonlyMap<string, readonly string[]>): Table {
  const columns = Object.fromEntries(
    Object.entries(dataset.columns).map(([name, declaration]) => [
      name,
      normaliseColumn(declaration, texts.get(name) ?? []).column,
    ]),
  );
  const { target } = dataset;
  const values = columns[target.column] ?? [];
  const least = target.task === 'regression' && target.transform === 'log' ? 0 : Number.NEGATIVE_INFINITY;
  const rows = [...values.keys()].filter((row) => {
    const value = values[row];
    return target.task === 'regression'
      ? typeof value === 'number' && value > least
      : target.classes.includes(String(value));
  });
  return takeRows({ columns }, rows);
}

function searched(dataset: Dataset, table: Table, bucket: Uint8Array) {
  const target = targetInModelSpace(dataset, table);
  const learned = bucket.map((one) => (partOf(one) === 'train' ? 1 : 0));
  const { matrix } = fitTransform(dataset.features, table, target, taskOf(dataset), learned);
  const data = { matrix, target, bucket };
  const { metric, better } = dataset.objective;
  const history: Tried[] = [];
  for (let round = 0; ; round++) {
    const planned = plan({ history, budget: TRIALS, round, seed: 1, better });
    if (planned.length === 0) break;
    for (const candidate of planned) {
      const { score } = fitCandidate(dataset, data, { ...candidate, rungs: [], seed: history.length });
      history.push({ ...candidate, score });
    }
  }
  const best = history.reduce((a, b) =>
    ((better === 'higher' ? b.score : a.score) ?? 0) > ((better === 'higher' ? a.score : b.score) ?? 0)
      ? b
      : a,
  );
  const { task } = dataset.target;
  const classes = dataset.target.task === 'classification' ? dataset.target.classes.length : 1;
  const model = families[best.family].fit(
    examplesOf(data, 'train'),
    examplesOf(data, 'validation'),
    best.parameters,
    0,
    { task, classes },
  );
  const score = scoreCandidate(dataset, model, examplesOf(data, 'calibration', 'test'))[metric];
  return { rows: table.rows, task, metric, family: best.family, score };
}

/** What the columns that features use say, for any learner. */
function asRecords(dataset: Dataset, { columns, rows }: Table, bucket: Uint8Array) {
  const { target, objective } = dataset;
  const used = JSON.stringify(dataset.features);
  const names = Object.keys(columns).filter(
    (name) => name !== target.column && used.includes(JSON.stringify(name)),
  );
  return {
    target,
    metric: objective.metric,
    part: Array.from({ length: rows }, (_, row) => partOf(bucket[row] as number)),
    y: values(columns[target.column]),
    columns: Object.fromEntries(names.map((name) => [name, values(columns[name])])),
  };
}

/** JSON writes a missing number as null. */
function values(column: Column = []): (number | string | null)[] {
  return [...column];
}
