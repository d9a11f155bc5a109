/** Proves that an artifact answers as the trainer did, before it is registered. */
import { type Table, takeRows } from '../../ml/table.ts';
import { type Outputs, openModel } from '../session.ts';

/** Expected outputs by name, row-major over all rows of the table. */
export type Expected = Readonly<Record<string, ArrayLike<number>>>;

/** Rows that are compared; of more, evenly spaced ones. */
const mostRows = 10_000;
const tolerance = 1e-4;

/**
 * Runs the graph on the table and compares.
 * @param expected what the trainer says, e.g. {raw, prediction, lower, upper} or {probabilities}
 * @returns the greatest relative difference (of values under 1: the absolute one)
 * @throws when a value differs by more than 1e-4, with its output, row and both values
 */
export async function verifyArtifact(bytes: Uint8Array, table: Table, expected: Expected): Promise<number> {
  const model = await openModel(bytes);
  try {
    return await verifyAnswers(model, table, expected);
  } finally {
    await model.close();
  }
}

/** A graph that is open, here or elsewhere. */
export interface Answering {
  run(table: Table, wanted: readonly string[]): Promise<Outputs>;
}

/** The same of one that is open. */
export async function verifyAnswers(model: Answering, table: Table, expected: Expected): Promise<number> {
  const rows = spread(table.rows);
  const outputs = await model.run(takeRows(table, rows), Object.keys(expected));
  const differences = Object.entries(expected).map(([name, values]) =>
    compare(name, outputs[name] as Float32Array, values, rows, table.rows),
  );
  return Math.max(0, ...differences);
}

function compare(
  name: string,
  actual: Float32Array,
  expected: ArrayLike<number>,
  rows: Int32Array,
  allRows: number,
): number {
  const width = actual.length / rows.length;
  if (expected.length !== allRows * width) {
    throw new Error(
      `output "${name}" is ${width} wide, but ${expected.length} values are expected of ${allRows} rows`,
    );
  }
  let greatest = 0;
  rows.forEach((row, at) => {
    for (let k = 0; k < width; k++) {
      const wanted = expected[row * width + k] as number;
      const got = actual[at * width + k] as number;
      const difference = Object.is(wanted, got) ? 0 : Math.abs(got - wanted) / Math.max(1, Math.abs(wanted));
      if (Number.isNaN(wanted) && Number.isNaN(got)) continue;
      if (!(difference <= tolerance)) {
        throw new Error(
          `the graph answers ${got} for "${name}" in row ${row} where the trainer says ${wanted}: the artifact is not the model`,
        );
      }
      greatest = Math.max(greatest, difference);
    }
  });
  return greatest;
}

function spread(rows: number): Int32Array {
  const count = Math.min(rows, mostRows);
  return Int32Array.from({ length: count }, (_, at) => Math.floor((at * rows) / count));
}
