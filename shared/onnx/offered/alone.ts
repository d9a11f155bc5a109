/** A model as somebody has brought it, by itself: to be held against itself inside of a graph of ours. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { ProtobufWriter } from '../protobuf/writer.ts';
import { outlineOf } from './outline.ts';

/** What it is given, by the names of its inputs. */
export type Feeds = Readonly<Record<string, Feed>>;

export interface Feed {
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array | readonly string[];
}

export interface Alone {
  /** The numbers of its one output, row-major. */
  readonly run: (feeds: Feeds) => Promise<Float64Array>;
}

/**
 * @param output of the graph, or of a node within: the only one that is asked for, as a list of maps cannot be
 * @throws when the runtime cannot open it
 */
export async function openAlone(bytes: Uint8Array, output: string): Promise<Alone> {
  const session = await InferenceSession.create(withOutput(bytes, output), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  return {
    async run(feeds) {
      const tensors = Object.entries(feeds).map(([name, feed]) => [name, tensorOf(feed)]);
      const { [output]: result } = await session.run(Object.fromEntries(tensors), [output]);
      return Float64Array.from((result?.data ?? []) as Float32Array);
    },
  };
}

function tensorOf({ shape, values }: Feed): Tensor {
  if (values instanceof Float32Array) return new Tensor('float32', values, shape);
  if (values instanceof Float64Array) return new Tensor('float64', values, shape);
  return new Tensor('string', [...values], shape);
}

/** Numbers of the fields of ModelProto, GraphProto and ValueInfoProto. */
const fields = { graph: 7, output: 12, name: 1 } as const;

/** Of a message that is there twice the parts are joined; a value without a type is one that the runtime finds out. */
function withOutput(bytes: Uint8Array, output: string): Uint8Array {
  if (outlineOf(bytes).outputs.some(({ name }) => name === output)) return bytes;
  const more = new ProtobufWriter();
  more.message(fields.graph, (graph) =>
    graph.message(fields.output, (value) => value.text(fields.name, output)),
  );
  return Buffer.concat([bytes, more.finish()]);
}
