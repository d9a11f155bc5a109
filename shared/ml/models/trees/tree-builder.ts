/** A tree while it grows: nodes in lists, turned into arrays at the end. */
import type { Tree } from '../model.ts';

/** Every present value is at or below it: the split that only sets missing values apart. */
const GREATEST = 3.4028234663852886e38;

export class TreeBuilder {
  readonly #feature: number[] = [];
  readonly #threshold: number[] = [];
  readonly #left: number[] = [];
  readonly #right: number[] = [];
  readonly #missingLeft: number[] = [];
  readonly #value: number[] = [];
  readonly #cover: number[] = [];

  /** @returns the new leaf's node */
  addLeaf(): number {
    this.#left.push(-1);
    this.#right.push(-1);
    this.#threshold.push(0);
    this.#missingLeft.push(0);
    this.#value.push(0);
    this.#cover.push(0);
    return this.#feature.push(-1) - 1;
  }

  /** @param threshold undefined for "whatever is present" @returns the new leaves, left and right */
  split(
    node: number,
    feature: number,
    threshold: number | undefined,
    missingLeft: boolean,
  ): [number, number] {
    const left = this.addLeaf();
    const right = this.addLeaf();
    this.#feature[node] = feature;
    this.#threshold[node] = threshold ?? GREATEST;
    this.#missingLeft[node] = missingLeft ? 1 : 0;
    this.#left[node] = left;
    this.#right[node] = right;
    return [left, right];
  }

  setLeaf(node: number, value: number, cover: number): void {
    this.#value[node] = value;
    this.#cover[node] = cover;
  }

  /** Sums covers upwards; children always come after their parent. */
  coverInnerNodes(): void {
    for (let node = this.#feature.length - 1; node >= 0; node--) {
      if (this.#feature[node] === -1) continue;
      const left = this.#cover[this.#left[node] as number] as number;
      this.#cover[node] = left + (this.#cover[this.#right[node] as number] as number);
    }
  }

  valueOf(node: number): number {
    return this.#value[node] as number;
  }

  /** @param output which of the model's outputs the tree adds to */
  build(output: number): Tree {
    return {
      feature: Int32Array.from(this.#feature),
      threshold: Float32Array.from(this.#threshold),
      left: Int32Array.from(this.#left),
      right: Int32Array.from(this.#right),
      missingLeft: Uint8Array.from(this.#missingLeft),
      value: Float64Array.from(this.#value),
      cover: Float64Array.from(this.#cover),
      output,
    };
  }
}
