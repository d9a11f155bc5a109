/**
 * A model inside of a graph of ours against the same by itself, as it was brought, on real rows: names, versions of
 * operators and the forms of what it takes are changed around it, and its answers must not be.
 */
import { linked } from '../../shared/ml/explain/link.ts';
import { applyFeatures } from '../../shared/ml/features/apply.ts';
import { type Column, type Table, takeRows } from '../../shared/ml/table.ts';
import { elementTypes } from '../../shared/onnx/format/model.ts';
import type { Feed, Feeds } from '../../shared/onnx/offered/alone.ts';
import { type Given, LEAST, type Taken } from '../../shared/onnx/offered/compose.ts';
import { RefusedModel } from '../../shared/onnx/offered/refused.ts';
import { type Apart, openBrought } from './apart.ts';
import { numbersOf } from './scores.ts';

const MOST_ROWS = 2000;
/** Of what is greater than 1, that share of it. Our logarithm is taken in float32. */
const TOLERANCE = 1e-6;

/**
 * @param brought its file @param within the graph that it is in
 * @throws RefusedModel with the first answer that is another
 */
export async function mustBeSameWithin(
  within: Pick<Apart, 'run'>,
  brought: Uint8Array,
  { taken, given }: { readonly taken: Taken; readonly given: Given },
  table: Table,
): Promise<void> {
  const rows = takeRows(
    table,
    Int32Array.from({ length: Math.min(MOST_ROWS, table.rows) }, (_, row) => row),
  );
  const alone = await openBrought(brought, given.output);
  try {
    const wanted = inModelSpace(given, await alone.run(feedsOf(taken, rows)), rows.rows);
    mustBeNear(await numbersOf(within, rows, 'raw'), wanted);
  } finally {
    alone.stop();
  }
}

function mustBeNear(raw: Float64Array, wanted: Float64Array): void {
  const at = wanted.findIndex((value, place) => !isNear(raw[place] as number, value));
  if (raw.length === wanted.length && at < 0) return;
  throw new RefusedModel(
    `inside of the graph that would be served it answers ${raw[at]} (in the space that models are compared in) where it answers ${wanted[at]} by itself: convert it with target_opset from 13 on`,
  );
}

const isNear = (raw: number, wanted: number): boolean =>
  Math.abs(raw - wanted) <= TOLERANCE * Math.max(1, Math.abs(wanted));

/** What our nodes behind it make of its numbers. */
function inModelSpace(given: Given, numbers: Float64Array, rows: number): Float64Array {
  const floats = Float64Array.from(Float32Array.from(numbers));
  if (given.task === 'regression')
    return linked(given.then === 'log' ? { of: 'log', least: LEAST.answer } : { of: given.then }, floats);
  const width = given.order.length;
  const ordered = Float64Array.from({ length: rows * width }, (_, at) => {
    const place = given.order[at % width] as number;
    return floats[Math.floor(at / width) * width + place] as number;
  });
  return linked({ of: 'log', least: LEAST.probability }, ordered);
}

function feedsOf(taken: Taken, table: Table): Feeds {
  if (taken.by === 'columns')
    return Object.fromEntries(
      taken.columns.map(({ name, element, isFlat }) => {
        const shape = isFlat ? [table.rows] : [table.rows, 1];
        return [name, { shape, values: valuesOf(table.columns[name] ?? [], element) }];
      }),
    );
  const { names, data } = applyFeatures(taken.of, table);
  const values = taken.element === elementTypes.double ? Float64Array.from(data) : data;
  return { [taken.input]: { shape: [table.rows, names.length], values } };
}

/** As a graph of ours has them: numbers are float32, a missing text is "". */
function valuesOf(column: Column, element: number): Feed['values'] {
  if (!(column instanceof Float64Array)) return column.map((value) => value ?? '');
  const floats = Float32Array.from(column);
  return element === elementTypes.double ? Float64Array.from(floats) : floats;
}
