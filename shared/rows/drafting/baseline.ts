/** A quick fit on the sample: what a model can be asked to reach, and whether another feature helps. */
import { scoreCandidate } from '../../datasets/candidate-metrics.ts';
import type { Dataset } from '../../datasets/declaration.ts';
import { targetInModelSpace, taskOf } from '../../datasets/target.ts';
import { fitTransform } from '../../ml/features/fit.ts';
import type { FeatureSpecification } from '../../ml/features/specification.ts';
import type { Metrics } from '../../ml/metrics/metrics.ts';
import { families } from '../../ml/models/families.ts';
import type { Examples } from '../../ml/models/family.ts';
import type { Model } from '../../ml/models/model.ts';
import { scoreModel } from '../../ml/models/score.ts';
import { softmax } from '../../ml/models/softmax.ts';
import { bucketOf, type Part, partOf } from '../../ml/split.ts';
import { type Matrix, type Table, takeRows, text } from '../../ml/table.ts';

export interface Baseline {
  /** On rows that it has not learned from. */
  readonly metrics: Metrics;
  /** What it is wrong by on these, in the model's space, and which rows of the table they are. */
  readonly residuals: Float64Array;
  readonly rows: Int32Array;
}

/** Values of features that the fit may have: seconds, not minutes. */
const MOST_VALUES = 400_000;
const MOST_ROWS = 8_000;
const SETTINGS = { learningRate: 0.1, rounds: 200 };

/** @param table rows whose target is known @returns undefined when too few rows are left to learn and to test */
export function baselineOf(
  dataset: Dataset,
  table: Table,
  features: readonly FeatureSpecification[] = dataset.features,
): Baseline | undefined {
  const parts = Array.from({ length: table.rows }, (_, row) => partOf(bucketOf(keyOf(dataset, table, row))));
  const learned = Uint8Array.from(parts, (part) => (part === 'train' ? 1 : 0));
  const tested = rowsOf(parts, ['calibration', 'test']);
  const validated = rowsOf(parts, ['validation']);
  if (tested.length < 10 || validated.length < 5) return undefined;
  const target = targetInModelSpace(dataset, table);
  const { matrix } = fitTransform(features, table, target, taskOf(dataset), learned);
  const take = (rows: Int32Array): Examples => examplesAt(matrix, target, rows);
  const test = take(tested);
  const { task } = dataset.target;
  const classes = classesOf(dataset);
  const model = families.boosting.fit(
    take(rowsOf(parts, ['train'])),
    take(validated),
    { ...families.boosting.defaults[0], ...known(SETTINGS) },
    0,
    { task, classes },
  );
  return {
    metrics: scoreCandidate(dataset, model, test),
    residuals: residualsOf(model, test, classes),
    rows: tested,
  };
}

/** Rows with a target, as many as a quick fit may take. */
export function baselineRows(dataset: Dataset, table: Table): Table {
  const { column, task } = dataset.target;
  const values = table.columns[column];
  const known = task === 'classification' ? new Set(dataset.target.classes) : undefined;
  const least = dataset.target.task === 'regression' && dataset.target.transform === 'log' ? 0 : -Infinity;
  const fit = [...Array(table.rows).keys()].filter((row) => {
    const value = values?.[row];
    return typeof value === 'number' ? value > least : known?.has(value ?? '') === true;
  });
  const width =
    dataset.features.length * (task === 'classification' ? Math.max(1, classesOf(dataset) / 4) : 1);
  const most = Math.max(300, Math.min(MOST_ROWS, Math.floor(MOST_VALUES / width)));
  const step = Math.max(1, Math.ceil(fit.length / most));
  return takeRows(
    table,
    fit.filter((_, at) => at % step === 0),
  );
}

const classesOf = ({ target }: Dataset): number =>
  target.task === 'classification' ? target.classes.length : 1;

/** Settings that the family has. */
const known = (settings: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => name in families.boosting.settings));

const keyOf = ({ group }: Dataset, table: Table, row: number): string => {
  const [first] = group;
  return (first === undefined ? null : text(table, first)[row]) ?? `row ${row}`;
};

function rowsOf(parts: readonly Part[], wanted: readonly Part[]): Int32Array {
  return Int32Array.from([...parts.keys()].filter((row) => wanted.includes(parts[row] as Part)));
}

function examplesAt(matrix: Matrix, target: Float64Array, rows: Int32Array): Examples {
  const width = matrix.names.length;
  const data = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    data.set(matrix.data.subarray(row * width, (row + 1) * width), at * width);
  });
  return {
    x: { ...matrix, rows: rows.length, data },
    y: Float64Array.from(rows, (row) => target[row] as number),
  };
}

/** Of two classes the second's; of more none is told. */
function residualsOf(model: Model, { x, y }: Examples, classes: number): Float64Array {
  const raw = scoreModel(model, x);
  if (classes === 1) return y.map((value, row) => value - (raw[row] as number));
  const probabilities = softmax(raw, classes);
  return y.map((value, row) => (classes === 2 ? value - (probabilities[2 * row + 1] as number) : 0));
}
