/**
 * Runs an artifact. One thread a session: replicas are what scales, and a pool of threads would only fight over
 * the same cores. A run blocks the event loop, so big tables are cut into pieces with a turn of the loop between.
 */
import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import { keySeparator } from '../ml/features/fitted.ts';
import type { Column, Table } from '../ml/table.ts';

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
  const outputs = session.outputNames;
  const run = async (table: Table, wanted: readonly string[] = outputs): Promise<Outputs> => {
    const pieces: Outputs[] = [];
    for (let start = 0; start < Math.max(table.rows, 1); start += mostRows) {
      const end = Math.min(start + mostRows, table.rows);
      const feeds: Record<string, Tensor> = {};
      for (const { name, type } of inputs)
        feeds[name] = tensorOf(name, type, table.columns[name], start, end);
      pieces.push(valuesOf(await session.run(feeds, wanted)));
    }
    return pieces.length === 1 ? (pieces[0] as Outputs) : join(pieces, wanted);
  };
  return { inputs, outputs, run, close: () => session.release() };
}

function tensorOf(
  name: string,
  type: 'float' | 'string',
  column: Column | undefined,
  start: number,
  end: number,
): Tensor {
  const shape = [end - start, 1];
  if (column && (type === 'string') !== Array.isArray(column)) {
    throw new Error(
      `column "${name}" is ${type === 'string' ? 'text' : 'numeric'} in the model, but not in the table`,
    );
  }
  if (type === 'float') {
    const values = new Float32Array(end - start);
    if (column instanceof Float64Array) values.set(column.subarray(start, end));
    else values.fill(Number.NaN);
    return new Tensor('float32', values, shape);
  }
  const texts = new Array<string>(end - start);
  for (let row = start; row < end; row++)
    texts[row - start] = textOf(column?.[row] as string | null | undefined);
  return new Tensor('string', texts, shape);
}

/** The runtime ends a text at NUL, which would make it another, known one: one with NUL is one that nobody knows. */
function textOf(value: string | null | undefined): string {
  return value?.includes('\0') ? keySeparator : (value ?? '');
}

function valuesOf(results: Readonly<Record<string, Tensor>>): Outputs {
  const outputs: Record<string, Float32Array | string[]> = {};
  for (const name in results) outputs[name] = results[name]?.data as Float32Array | string[];
  return outputs;
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
