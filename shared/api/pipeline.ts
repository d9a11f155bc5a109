/** The pipeline as it runs: stages of a data set, and the functions that run them. */
import type { RunningFunction } from '../runtime/knative/running.ts';
import type { StageFailure as Failure, StageStanding as Standing } from '../runtime/pipeline.ts';
import type { TrialOnStrip } from '../tracking/trials.ts';
import type { TrainingLine } from './batches.ts';
import type { OnWire } from './wire.ts';

export type StageFailure = OnWire<Failure>;
export type StripTrial = OnWire<TrialOnStrip>;

/** Pods of a function; null where nobody could tell. */
export interface Pods {
  readonly pods: number | null;
  readonly wanted: number | null;
}

export type PipelineStage = OnWire<Standing> & Pods;

/** GET /api/pipeline?dataset= */
export interface Pipeline {
  readonly dataset: string;
  /** In the order of the chain. */
  readonly stages: readonly PipelineStage[];
  /** What serves the model; null where there is no such Service, or nobody who could tell. */
  readonly predictor: Pods | null;
  /** What fails, or was given up in the last 24 hours; the newest first, 50 at most. */
  readonly failures: readonly StageFailure[];
  /** Under way, or the last one. */
  readonly training: (TrainingLine & { readonly strip: readonly StripTrial[] }) | null;
}

export interface FunctionLine extends RunningFunction {
  /** null: what counts them is Prometheus, where that is set up. */
  readonly coldStarts: null;
  readonly cpuSeconds: null;
}

/** GET /api/functions */
export interface Functions {
  /** null where nobody could tell. */
  readonly functions: readonly FunctionLine[] | null;
}
