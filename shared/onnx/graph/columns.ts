/** Columns side by side, each known by its place; joined into one matrix when several are taken out of it at once. */
import type { GraphBuilder } from './builder.ts';

export class Columns {
  readonly #graph: GraphBuilder;
  #pieces: string[] = [];
  #width = 0;

  constructor(graph: GraphBuilder) {
    this.#graph = graph;
  }

  /** Puts [N, width] floats behind all that is there. @returns the place of its first column */
  push(piece: string, width = 1): number {
    this.#pieces.push(piece);
    this.#width += width;
    return this.#width - width;
  }

  /** The columns at the given places as [N, places]. */
  take(places: readonly number[], output?: string): string {
    if (this.#pieces.length > 1)
      this.#pieces = [this.#graph.add('Concat', this.#pieces, { axis: { integer: 1 } })];
    const at = this.#graph.constant({ type: 'int64', shape: [places.length], values: places });
    const [all] = this.#pieces as [string];
    return this.#graph.add(
      'Gather',
      [all, at],
      { axis: { integer: 1 } },
      output === undefined ? {} : { output },
    );
  }
}
