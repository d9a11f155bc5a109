/**
 * Formulas as nodes: the same float32 operations as `evaluate` in shared/ml. A node costs a request about as much for
 * twenty columns as for one, so operations of one kind that are ready together are one node on a matrix.
 */
import type { Expression } from '../../ml/expression.ts';
import { type GraphBuilder, mlDomain } from './builder.ts';
import type { Columns } from './columns.ts';
import { replacing } from './replacing.ts';
import { addSource, type Equals, type Source } from './source.ts';

const operators = { add: 'Add', subtract: 'Sub', multiply: 'Mul', divide: 'Div' } as const;
type Operator = keyof typeof operators;

/** A number, or the subject whose column has the values. */
type Term = number | string;

interface Operation {
  readonly subject: string;
  readonly op: Operator;
  readonly left: Term;
  readonly right: Term;
}

/** So few are computed one by one, where their operands are columns by themselves. */
const FEW = 2;

/** The formulas of a graph: first all are named, then computed together, then asked for their places. */
export class Formulas {
  readonly #graph: GraphBuilder;
  readonly #columns: Columns;
  readonly #places = new Map<string, number>();
  /** Outputs of one column each. */
  readonly #singles = new Map<string, string>();
  readonly #features = new Map<string, Term>();
  readonly #waiting = new Map<string, Operation>();

  constructor(graph: GraphBuilder, columns: Columns) {
    this.#graph = graph;
    this.#columns = columns;
  }

  /** A column that is there already: that of a looked-up feature, or of a comparison of texts. */
  know(subject: string | Equals, place: number): void {
    if (typeof subject === 'string') this.#features.set(subject, `feature ${subject}`);
    this.#places.set(typeof subject === 'string' ? `feature ${subject}` : JSON.stringify(subject), place);
  }

  /** @throws when the formula names a feature that is not there */
  want(name: string, formula: Expression): void {
    this.#features.set(name, this.#term(formula));
  }

  /** First what needs no matrix, so that the matrix has it; quotients with all others, or when nothing else is ready. */
  compute(): void {
    while (this.#waiting.size > 0) {
      const ready = [...this.#waiting.values()].filter(
        ({ left, right }) => this.#isThere(left) && this.#isThere(right),
      );
      const few = batchesOf(ready).filter((batch) => this.#isFew(batch));
      const others = ready.filter(({ op }) => op !== 'divide');
      const now = ready.length < this.#waiting.size && others.length > 0 ? others : ready;
      const batches = few.length > 0 ? few : batchesOf(now);
      const results = batches.map((batch) => ({ batch, outputs: this.#add(batch) }));
      for (const { batch, outputs } of results) this.#put(batch, outputs);
    }
  }

  /** Where among the columns the feature is. */
  placeOf(name: string): number {
    const place = this.#places.get(String(this.#features.get(name)));
    if (place === undefined) throw new Error(`feature "${name}" has not been computed`);
    return place;
  }

  #term(formula: Expression): Term {
    if (formula.op === 'constant') return Math.fround(formula.value);
    if (formula.op === 'feature') {
      const known = this.#features.get(formula.name);
      if (known === undefined)
        throw new Error(`no feature "${formula.name}" to compute with before this one`);
      return known;
    }
    if (!('left' in formula)) return this.#source(formula);
    const left = this.#term(formula.left);
    const divisor = this.#term(formula.right);
    const right = formula.op === 'divide' && divisor === 0 ? Number.NaN : divisor;
    if (typeof left === 'number' && typeof right === 'number') return fold[formula.op](left, right);
    const subject = `(${nameOf(left)} ${formula.op} ${nameOf(right)})`;
    if (!this.#places.has(subject)) this.#waiting.set(subject, { subject, op: formula.op, left, right });
    return subject;
  }

  /** What is computed from one input column alone. */
  #source(formula: Source | Equals): string {
    const subject = JSON.stringify(formula);
    if (this.#places.has(subject)) return subject;
    if (formula.op === 'equals')
      throw new Error(`whether "${formula.column}" is "${formula.value}" has not been looked up`);
    this.#putSingle(subject, addSource(this.#graph, formula));
    return subject;
  }

  #isThere(term: Term): boolean {
    return typeof term === 'number' || this.#places.has(term);
  }

  /** Operations of one kind: one output each, or one for all. */
  #add(batch: readonly Operation[]): string[] {
    return this.#isFew(batch)
      ? batch.map(({ op, left, right }) => this.#addNode(op, this.#single(left), this.#single(right), right))
      : [this.#addAll(batch)];
  }

  #isFew(batch: readonly Operation[]): boolean {
    const isSingle = (term: Term) => typeof term === 'number' || this.#singles.has(term);
    return batch.length <= FEW && batch.every(({ left, right }) => isSingle(left) && isSingle(right));
  }

  #addAll(batch: readonly Operation[]): string {
    const [{ op, right }] = batch as [Operation];
    const lefts = this.#matrix(batch.map((operation) => operation.left));
    return this.#addNode(op, lefts, this.#matrix(batch.map((operation) => operation.right)), right);
  }

  /** @param term on the right: a column has NaN put in place of 0 where it divides, so that the quotient is missing */
  #addNode(op: Operator, left: string, right: string, term: Term): string {
    const divisor = op === 'divide' && typeof term === 'string' ? addDivisor(this.#graph, right) : right;
    return this.#graph.add(operators[op], [left, divisor]);
  }

  #single(term: Term): string {
    return typeof term === 'number' ? this.#graph.float(term) : (this.#singles.get(term) as string);
  }

  /** [N, terms], or [terms] where they are numbers. */
  #matrix(terms: readonly Term[]): string {
    if (terms.every((term) => typeof term === 'string'))
      return this.#columns.take(terms.map((term) => this.#places.get(term) as number));
    return this.#graph.constant({
      type: 'float',
      shape: [terms.length],
      values: Float32Array.from(terms as number[]),
    });
  }

  #put(batch: readonly Operation[], outputs: readonly string[]): void {
    const [all] = outputs as [string];
    const start = outputs.length < batch.length ? this.#columns.push(all, batch.length) : undefined;
    batch.forEach(({ subject }, at) => {
      if (start === undefined) this.#putSingle(subject, outputs[at] as string);
      else this.#places.set(subject, start + at);
      this.#waiting.delete(subject);
    });
  }

  #putSingle(subject: string, output: string): void {
    this.#singles.set(subject, output);
    this.#places.set(subject, this.#columns.push(output));
  }
}

function addDivisor(graph: GraphBuilder, output: string): string {
  const zero = replacing(0, Number.NaN);
  return graph.once(`divisor ${output}`, () => graph.add('Imputer', [output], zero, { domain: mlDomain }));
}

/** Of the same kind: the same operator, with numbers on the same sides. */
function batchesOf(operations: readonly Operation[]): Operation[][] {
  const batches = new Map<string, Operation[]>();
  for (const operation of operations) {
    const kind = `${operation.op} ${typeof operation.left} ${typeof operation.right}`;
    batches.set(kind, [...(batches.get(kind) ?? []), operation]);
  }
  return [...batches.values()];
}

/** Of numbers alone. */
const fold: Readonly<Record<Operator, (left: number, right: number) => number>> = {
  add: (left, right) => Math.fround(left + right),
  subtract: (left, right) => Math.fround(left - right),
  multiply: (left, right) => Math.fround(left * right),
  divide: (left, right) => Math.fround(left / right),
};

const nameOf = (term: Term): string => (Object.is(term, -0) ? '-0' : String(term));
