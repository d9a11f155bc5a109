/** An ONNX model in memory: the part of ModelProto (onnx.proto3 of ONNX 1.15) that our graphs use. */

export interface OnnxModel {
  readonly irVersion: number;
  readonly producer: string;
  /** Version of each operator set by its domain; "" is ai.onnx. */
  readonly operators: Readonly<Record<string, number>>;
  readonly graph: Graph;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Graph {
  readonly name: string;
  readonly nodes: readonly GraphNode[];
  readonly constants: readonly Tensor[];
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  /** Of another file, as it has them: nodes behind so many of ours, and constants. In what is written alone. */
  readonly between?: {
    readonly before: number;
    readonly nodes: readonly Uint8Array[];
    readonly constants: readonly Uint8Array[];
  };
}

export interface GraphNode {
  readonly operator: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export type Attribute =
  | { readonly float: number }
  | { readonly integer: number }
  | { readonly text: string }
  | { readonly floats: Float32Array }
  | { readonly integers: ArrayLike<number> }
  | { readonly texts: readonly string[] };

export type Tensor = { readonly name: string; readonly shape: readonly number[] } & (
  | { readonly type: 'float'; readonly values: Float32Array }
  | { readonly type: 'double'; readonly values: Float64Array }
  | { readonly type: 'int64'; readonly values: readonly number[] }
  | { readonly type: 'string'; readonly values: readonly string[] }
);

export type ElementType = Tensor['type'];

/** An input or output; a named dimension is one that varies. */
export interface GraphValue {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly (number | string)[];
}

/** TensorProto.DataType */
export const elementTypes: Readonly<Record<ElementType, number>> = {
  float: 1,
  int64: 7,
  string: 8,
  double: 11,
};

/** @throws for a type that our graphs do not use */
export function elementTypeOf(code: number): ElementType {
  const found = Object.entries(elementTypes).find(([, known]) => known === code);
  if (!found)
    throw new Error(`element type ${code}, expected one of ${Object.values(elementTypes).join(', ')}`);
  return found[0] as ElementType;
}
