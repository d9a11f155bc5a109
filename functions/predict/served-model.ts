/** A model in memory: loaded once, then asked. */
import type { Row } from '../../shared/datasets/schema.ts';
import type { OpenModel } from '../../shared/onnx/session.ts';
import type { ModelMetadata } from '../../shared/tracking/artifact.ts';
import type { Answers, ModelAnswer } from './answers.ts';
import type { Explainer } from './explainer.ts';
import type { Comparables } from './most-alike.ts';

/**
 * What an unknown feature is taken to be: as the training rows went through each tree, or as in the background; `sampled`
 * asks the model with rows that are mixed of both (see shared/ml/explain/sampled.ts).
 */
export type Method = 'path_dependent' | 'interventional' | 'sampled';

export interface ServedModel {
  readonly metadata: ModelMetadata;
  /** Members of every answer that are the same for all rows, as JSON: most of an answer's text, so made once. */
  readonly signature: string;
  readonly graph: OpenModel;
  readonly answers: Answers;
  /** One row, together with whatever else is asked in the same turn of the event loop. */
  readonly answer: (row: Row) => Promise<ModelAnswer>;
  /** Some hundred rows at most: a run holds up everyone else. */
  readonly answerAll: (rows: readonly Row[]) => Promise<ModelAnswer[]>;
  /** The features as the model sees them, NaN where missing. */
  readonly features: (row: Row) => Promise<Float32Array>;
  /** Made for the first who asks. @throws HttpError 404, 503 when the background cannot be had, 422 for another model's */
  readonly explainers: Readonly<Record<Method, () => Promise<Explainer>>>;
  /** What matters to the model, as JSON. @throws HttpError 404, 503 */
  readonly importance: () => Promise<string>;
  /** Rows that it learned from. @throws HttpError 404, 503 */
  readonly comparables: () => Promise<Comparables>;
  /** The output of the graph that rows are compared by. */
  readonly comparedBy: string;
  /** Known values of the listed columns, as sets. */
  readonly known: ReadonlyMap<string, ReadonlySet<string>>;
}
