/** Collects the nodes and constants of a graph, and names what has no name of its own. */
import type { Attribute, Graph, GraphNode, GraphValue, Tensor } from '../format/model.ts';

type TensorValues = Tensor extends infer T ? (T extends Tensor ? Omit<T, 'name'> : never) : never;

/** The domain of trees and label encoders; "" is that of the common operators. */
export const mlDomain = 'ai.onnx.ml';

export class GraphBuilder {
  readonly #nodes: GraphNode[] = [];
  readonly #constants: Tensor[] = [];
  readonly #known = new Map<string, string>();

  /** Adds a node with one output and gives the output's name. */
  add(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    { domain = '', output = this.#name(operator) } = {},
  ): string {
    this.#nodes.push({ operator, domain, inputs, outputs: [output], attributes });
    return output;
  }

  /** Cuts [N, columns] into its columns, [N,1] each. @param names of the outputs; without them they get some */
  split(input: string, count: number, names?: readonly string[]): string[] {
    if (count === 1 && !names) return [input];
    const start = this.#name('Split');
    const outputs = names ?? Array.from({ length: count }, (_, at) => `${start}:${at}`);
    const attributes = { axis: { integer: 1 }, num_outputs: { integer: count } };
    this.#nodes.push({ operator: 'Split', domain: '', inputs: [input], outputs, attributes });
    return [...outputs];
  }

  /** The same subject is computed once, however many ask for it. */
  once(subject: string, make: () => string): string {
    const known = this.#known.get(subject);
    if (known !== undefined) return known;
    const made = make();
    this.#known.set(subject, made);
    return made;
  }

  /** What is asked for from here on is computed anew: keys of other features have other numbers under the same names. */
  forget(): void {
    this.#known.clear();
  }

  /** A constant; one that is read back from the file has a name given. */
  constant(tensor: TensorValues, name: string = this.#name('constant')): string {
    this.#constants.push({ ...tensor, name } as Tensor);
    return name;
  }

  /** A float that broadcasts over rows. */
  float(value: number): string {
    const make = () => this.constant({ type: 'float', shape: [1], values: Float32Array.of(value) });
    return this.once(`float ${Object.is(value, -0) ? '-0' : value}`, make);
  }

  /** A text that broadcasts over rows. */
  text(value: string): string {
    return this.once(`text ${value}`, () => this.constant({ type: 'string', shape: [1], values: [value] }));
  }

  /** An integer that broadcasts over rows. */
  integer(value: number): string {
    return this.once(`integer ${value}`, () => this.constant({ type: 'int64', shape: [1], values: [value] }));
  }

  /** How many nodes there are. */
  get size(): number {
    return this.#nodes.length;
  }

  finish(name: string, inputs: readonly GraphValue[], outputs: readonly GraphValue[]): Graph {
    return { name, nodes: this.#nodes, constants: this.#constants, inputs, outputs };
  }

  /** With a mark that no column's name has, so that names never meet. */
  #name(operator: string): string {
    return `/${operator}.${this.#nodes.length + this.#constants.length}`;
  }
}
