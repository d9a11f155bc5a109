/**
 * Runs an artifact. One thread a session: replicas are what scales, and a pool of threads would only fight over
 * the same cores. A run blocks the event loop, so big tables are cut into pieces with a turn of the loop between.
 */
import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import { keySeparator } from '../ml/features/fitted.ts';
import type { Column, Table, TextColumn } from '../ml/table.ts';
import { answer, answerColumns } from './graph/regression.ts';

// Its builds for Linux report what they run to their maker, unless told not to before the first session.
process.env.ORT_DISABLE_TELEMETRY ??= '1';

/** Outputs by name: numbers row-major, labels as text. */
export type Outputs = Readonly<Record<string, Float32Array | readonly string[]>>;

export interface OpenModel {
  readonly inputs: readonly { readonly name: string; readonly type: 'float' | 'string' }[];
  readonly outputs: readonly string[];
  /**
   * The wanted outputs (all when none are named) for the rows of a table; columns that the model does not use are
   * passed over, absent ones are missing in every row. A row's answer does not depend on the rows beside it.
   * @throws when a column is of the other type
   */
  readonly run: (table: Table, wanted?: readonly string[]) => Promise<Outputs>;
  readonly close: () => Promise<void>;
}

/** Of onnxruntime-node. */
export const runtimeVersion: string = env.versions.node ?? env.versions.common;

const isColumn = (name: string): boolean => answerColumns.some((column) => column === name);

/** Rows that are answered in some milliseconds: what a request beside a big batch waits at most. */
const mostRows = 512;

/** @throws when the bytes are no ONNX model that this runtime can run */
export async function openModel(bytes: Uint8Array): Promise<OpenModel> {
  const session = await InferenceSession.create(bytes, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  });
  const inputs = session.inputMetadata.map(
    ({ name, ...value }) =>
      ({ name, type: 'type' in value && value.type === 'string' ? 'string' : 'float' }) as const,
  );
  const outputs = session.outputNames.filter((name) => name !== answer);
  const joinsAnswer = outputs.length < session.outputNames.length;
  const run = async (table: Table, wanted: readonly string[] = outputs): Promise<Outputs> => {
    const fetched = joinsAnswer ? joinedIn(wanted) : wanted;
    const pieces: Outputs[] = [];
    for (let start = 0; start < Math.max(table.rows, 1); start += mostRows) {
      const end = Math.min(start + mostRows, table.rows);
      pieces.push(valuesOf(await session.run(feedsOf(inputs, table, start, end), fetched), wanted));
    }
    return pieces.length === 1 ? (pieces[0] as Outputs) : join(pieces, wanted);
  };
  return { inputs, outputs, run, close: () => session.release() };
}

/** Every output that is asked for costs its own; the columns of the answer are had together. */
function joinedIn(wanted: readonly string[]): readonly string[] {
  const others = wanted.filter((name) => !isColumn(name));
  return others.length + 1 < wanted.length ? [answer, ...others] : wanted;
}

/** Numbers of all columns are in one buffer: the runtime copies each buffer that it is given. */
function feedsOf(
  inputs: OpenModel['inputs'],
  { columns }: Table,
  start: number,
  end: number,
): Record<string, Tensor> {
  const rows = end - start;
  const shape = [rows, 1];
  const numbers = new Float32Array(rows * inputs.length);
  const feeds: Record<string, Tensor> = {};
  inputs.forEach(({ name, type }, at) => {
    const column = columns[name];
    checkType(name, type, column);
    feeds[name] =
      type === 'string'
        ? new Tensor('string', textsOf(column as TextColumn | undefined, start, end), shape)
        : new Tensor(
            'float32',
            fill(numbers.subarray(at * rows, (at + 1) * rows), column, start, end),
            shape,
          );
  });
  return feeds;
}

function checkType(name: string, type: 'float' | 'string', column: Column | undefined): void {
  if (!column || (type === 'string') === Array.isArray(column)) return;
  throw new Error(
    `column "${name}" is ${type === 'string' ? 'text' : 'numeric'} in the model, but not in the table`,
  );
}

function fill(values: Float32Array, column: Column | undefined, start: number, end: number): Float32Array {
  if (column instanceof Float64Array) values.set(column.subarray(start, end));
  else values.fill(Number.NaN);
  return values;
}

function textsOf(column: TextColumn | undefined, start: number, end: number): string[] {
  const texts = new Array<string>(end - start);
  for (let row = start; row < end; row++) texts[row - start] = textOf(column?.[row]);
  return texts;
}

/** The runtime ends a text at NUL, which would make it another, known one: one with NUL is one that nobody knows. */
function textOf(value: string | null | undefined): string {
  return value?.includes('\0') ? keySeparator : (value ?? '');
}

/** Columns of the answer are taken out of it where they were not asked for by themselves. */
function valuesOf(results: Readonly<Record<string, Tensor>>, wanted: readonly string[]): Outputs {
  const outputs: Record<string, Float32Array | string[]> = {};
  for (const name of wanted)
    outputs[name] = (results[name]?.data ?? columnOf(results[answer], name)) as Float32Array | string[];
  return outputs;
}

function columnOf(joined: Tensor | undefined, name: string): Float32Array {
  const values = joined?.data as Float32Array;
  const width = answerColumns.length;
  const column = answerColumns.findIndex((known) => known === name);
  return Float32Array.from(
    { length: values.length / width },
    (_, row) => values[row * width + column] as number,
  );
}

function join(pieces: readonly Outputs[], names: readonly string[]): Outputs {
  const joined: Record<string, Float32Array | readonly string[]> = {};
  for (const name of names) {
    const parts = pieces.map((piece) => piece[name]);
    joined[name] = parts.every((part) => part instanceof Float32Array)
      ? joinFloats(parts)
      : (parts.flat() as string[]);
  }
  return joined;
}

function joinFloats(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
