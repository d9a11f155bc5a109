/** A tree while it grows: nodes in lists, turned into arrays at the end. */
import { SET_WORDS, type Tree } from '../model.ts';
import type { Split } from './split/split.ts';

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
  /** Of nodes that part categories: of each bin 1 when it goes left. */
  readonly #sets = new Map<number, Uint8Array>();

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
  split(node: number, { feature, missingLeft, set }: Split, threshold: number | undefined): [number, number] {
    const left = this.addLeaf();
    const right = this.addLeaf();
    this.#feature[node] = feature;
    this.#threshold[node] = set ? 0 : (threshold ?? GREATEST);
    if (set) this.#sets.set(node, set);
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
      ...this.#packedSets(),
    };
  }

  /** Sets as bits, in the order of their nodes; nothing when there is none. */
  #packedSets(): Pick<Tree, 'setStart' | 'sets'> {
    if (this.#sets.size === 0) return {};
    const setStart = new Int32Array(this.#feature.length).fill(-1);
    const sets = new Uint32Array(SET_WORDS * this.#sets.size);
    let start = 0;
    for (let node = 0; node < setStart.length; node++) {
      const set = this.#sets.get(node);
      if (!set) continue;
      setStart[node] = start;
      // Category c is bin c + 1.
      for (let c = 0; c < 255; c++) if (set[c + 1] === 1) (sets[start + (c >> 5)] as number) |= 1 << (c & 31);
      start += SET_WORDS;
    }
    return { setStart, sets };
  }
}
