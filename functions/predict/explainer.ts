/** Why the served file answered as it did: exact Shapley values of the model inside it, in the user's unit. */
import {
  type Explanation,
  type Explanations,
  explanationOf,
  type Steps,
} from '../../shared/ml/explain/explanation.ts';
import { inUnitOf, type UnitExplanation } from '../../shared/ml/explain/in-user-unit.ts';
import { allThroughLink, type Link } from '../../shared/ml/explain/link.ts';
import { type Owned, ownedShap } from '../../shared/ml/explain/owned.ts';
import { type Sampling, sampledShap } from '../../shared/ml/explain/sampled.ts';
import { shapInSteps } from '../../shared/ml/explain/shap.ts';
import type { Head } from '../../shared/ml/models/model.ts';
import type { Matrix, Table } from '../../shared/ml/table.ts';
import type { ReadArtifact } from '../../shared/onnx/artifact/read.ts';
import { inTurns } from './turns.ts';

export interface Explained {
  /** In the model's own space, one for each output: base + contributions = raw score. */
  readonly raw: Explanation;
  /** In the user's unit: one for a regression, one for each class of a classification. */
  readonly unit: readonly UnitExplanation[];
}

export interface Asked {
  /** Features of some rows. */
  readonly x: Matrix;
  /** The same rows as the graph takes them. */
  readonly table: Table;
  /** What the graph answered to each, as many as `unit` has: what the contributions have to sum to. */
  readonly answers: ArrayLike<number>;
}

export type Explainer = (asked: Asked) => Promise<Explained[]>;

/** Beyond float32's rounding over a few hundred trees: then it is no explanation of this answer. */
const TOLERANCE = 1e-3;

/** @param background what unknown features are taken from; see shapInSteps */
export function explainerOf(
  { model, head }: Pick<ReadArtifact, 'model' | 'head'>,
  background?: Matrix,
): Explainer {
  const steps = shapInSteps(model, background);
  return ({ x, answers }) => inTurns(explainedIn(head, steps(x), x.rows, answers));
}

/** Of a model that is known by its scores alone. */
export function sampledExplainer(head: Head, sampling: Sampling): Explainer {
  return async ({ table, answers }) =>
    await inTurns(explainedIn(head, told(await sampledShap(sampling, table)), table.rows, answers));
}

/** What a model that was brought answers beside its answers: what its trees take, and its scores. */
export type AskTrees = (table: Table) => Promise<{ readonly x: Matrix; readonly raw: ArrayLike<number> }>;

/** Of trees that somebody has brought. @param columns that contributions are told of */
export function offeredExplainer(
  head: Head,
  trees: Owned & { readonly link: Link },
  columns: number,
  background: Matrix,
  ask: AskTrees,
): Explainer {
  const steps = ownedShap(trees, columns, background);
  return async ({ table, answers }) => {
    const { x, raw } = await ask(table);
    return await inTurns(explainedIn(head, linkedSteps(trees.link, steps(x), raw), x.rows, answers));
  };
}

function* linkedSteps(link: Link, steps: Steps, raw: ArrayLike<number>): Steps {
  return allThroughLink(link, yield* steps, raw);
}

/** They are there already. */
function* told(explanations: Explanations): Steps {
  yield;
  return explanations;
}

/** One step for each row, after those of the scores. */
function* explainedIn(
  head: Head,
  steps: Steps,
  rows: number,
  answers: ArrayLike<number>,
): Generator<undefined, Explained[], undefined> {
  const explanations = yield* steps;
  const explained: Explained[] = [];
  for (let row = 0; row < rows; row++) {
    const raw = explanationOf(explanations, row);
    const unit = inUnitOf(head, raw).map((explanation, index, { length }) =>
      summingTo(answers[row * length + index] as number, explanation),
    );
    explained.push({ raw, unit });
    yield;
  }
  return explained;
}

/**
 * The graph computes in float32, the explanation in float64: what they differ by is shared out in proportion.
 * @throws when they differ by more than rounding
 */
function summingTo(answer: number, { base, contributions }: UnitExplanation): UnitExplanation {
  const lack = answer - contributions.reduce((sum, part) => sum + part, base);
  if (!(Math.abs(lack) <= TOLERANCE * Math.max(Math.abs(answer), 1)))
    throw new Error(
      `the explanation misses the answer ${answer} by ${lack}: model and explanation do not agree`,
    );
  const size = contributions.reduce((sum, part) => sum + Math.abs(part), 0);
  if (size === 0) return { base: answer, contributions };
  return {
    base,
    contributions: contributions.map((part) => part + (lack * Math.abs(part)) / size),
  };
}
