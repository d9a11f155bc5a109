/**
 * Runs an artifact. One thread a session: replicas are what scales, and a pool of threads would only fight over
 * the same cores. It takes about as long over an input of many columns as over one column, so it is given few, and asked
 * for few outputs. A run blocks the event loop, so big tables are cut into pieces with a turn of the loop between.
 */
import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import { keySeparator } from '../ml/features/fitted.ts';
import type { Column, Table } from '../ml/table.ts';
import { type PackedModel, packedNames, packModel } from './format/pack.ts';

// Its builds for Linux report what they run to their maker, unless told not to before the first session.
process.env.ORT_DISABLE_TELEMETRY ??= '1';

/** Outputs by name: numbers row-major, labels as text. */
export type Outputs = Readonly<Record<string, Float32Array | readonly string[]>>;

export interface OpenModel {
  readonly inputs: readonly { readonly name: string; readonly type: 'float' | 'string' }[];
  /** Without what is in the graph for explanations alone: no name of it begins as one of ours within. */
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

/** Rows that are answered in some milliseconds: what a request beside a big batch waits at most. */
const mostRows = 1024;

/** @throws when the bytes are no ONNX model that this runtime can run */
export async function openModel(bytes: Uint8Array): Promise<OpenModel> {
  const { inputs, outputs: all, joined, ...packed } = packModel(bytes);
  const outputs = all.filter((name) => !name.startsWith('/'));
  const session = await InferenceSession.create(packed.bytes, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  });
  const widths = { float: countOf(inputs, 'float'), string: countOf(inputs, 'string') };
  const run = async (table: Table, wanted: readonly string[] = outputs): Promise<Outputs> => {
    const fetched = joined ? joinedIn(wanted, joined) : wanted;
    const pieces: Outputs[] = [];
    for (let start = 0; start < Math.max(table.rows, 1); start += mostRows) {
      const end = Math.min(start + mostRows, table.rows);
      const results = await session.run(feedsOf(inputs, widths, table, start, end), fetched);
      pieces.push(valuesOf(results, wanted, joined));
    }
    return pieces.length === 1 ? (pieces[0] as Outputs) : join(pieces, wanted);
  };
  return { inputs, outputs, run, close: () => session.release() };
}

/** What the packed graph is asked for. */
function joinedIn(wanted: readonly string[], { name, columns }: Joined): readonly string[] {
  const others = wanted.filter((output) => !columns.includes(output));
  return others.length < wanted.length ? [name, ...others] : others;
}

type Joined = NonNullable<PackedModel['joined']>;

/** What the packed graph takes. @throws when a column is of the other type */
function feedsOf(
  inputs: OpenModel['inputs'],
  widths: Readonly<Record<Type, number>>,
  { columns }: Table,
  start: number,
  end: number,
): Record<string, Tensor> {
  const rows = end - start;
  const numbers = new Float32Array(rows * widths.float);
  const texts = new Array<string>(rows * widths.string);
  let [nextFloat, nextString] = [0, 0];
  for (const { name, type } of inputs) {
    const column = columns[name];
    checkType(name, type, column);
    if (type === 'float') putNumbers(numbers, nextFloat++, widths.float, column, start);
    else putTexts(texts, nextString++, widths.string, column, start);
  }
  const feeds: Record<string, Tensor> = {};
  if (widths.float > 0) feeds[packedNames.float] = new Tensor('float32', numbers, [rows, widths.float]);
  if (widths.string > 0) feeds[packedNames.string] = new Tensor('string', texts, [rows, widths.string]);
  return feeds;
}

type Type = OpenModel['inputs'][number]['type'];

const countOf = (inputs: OpenModel['inputs'], wanted: Type): number =>
  inputs.filter(({ type }) => type === wanted).length;

function checkType(name: string, type: 'float' | 'string', column: Column | undefined): void {
  if (!column || (type === 'string') === Array.isArray(column)) return;
  throw new Error(
    `column "${name}" is ${type === 'string' ? 'text' : 'numeric'} in the model, but not in the table`,
  );
}

function putNumbers(
  into: Float32Array,
  first: number,
  width: number,
  column: Column | undefined,
  start: number,
): void {
  for (let at = first, row = start; at < into.length; at += width, row++)
    into[at] = column ? (column[row] as number) : Number.NaN;
}

function putTexts(
  into: string[],
  first: number,
  width: number,
  column: Column | undefined,
  start: number,
): void {
  for (let at = first, row = start; at < into.length; at += width, row++)
    into[at] = textOf(column?.[row] as string | null | undefined);
}

/** The runtime ends a text at NUL, which would make it another, known one: one with NUL is one that nobody knows. */
function textOf(value: string | null | undefined): string {
  return value?.includes('\0') ? keySeparator : (value ?? '');
}

function valuesOf(
  results: Readonly<Record<string, Tensor>>,
  wanted: readonly string[],
  joined: Joined | undefined,
): Outputs {
  const outputs: Record<string, Float32Array | string[]> = {};
  for (const name of wanted) {
    const column = joined?.columns.indexOf(name) ?? -1;
    outputs[name] =
      joined && column >= 0
        ? columnOf(results[joined.name], column, joined.columns.length)
        : (results[name]?.data as Float32Array | string[]);
  }
  return outputs;
}

function columnOf(tensor: Tensor | undefined, column: number, width: number): Float32Array {
  const values = tensor?.data as Float32Array;
  const own = new Float32Array(values.length / width);
  for (let row = 0; row < own.length; row++) own[row] = values[row * width + column] as number;
  return own;
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
