/** The one interface that every kind of candidate has. */
import type { Matrix } from '../table.ts';
import type { Model } from './model.ts';
import type { Helpers } from './trees/kernel/kernel.ts';

export type Family = 'linear' | 'tree' | 'forest' | 'boosting';

/** Named settings of a fit; numbers only, so that they can be searched, logged and compared. */
export type Parameters = Readonly<Record<string, number>>;

/** Rows to learn from. */
export interface Examples {
  readonly x: Matrix;
  /** One for each row: the target in the model's space, or the index of the class. */
  readonly y: Float64Array;
  /** One for each row, above 0; all 1 when absent. */
  readonly weight?: Float64Array;
}

export interface Task {
  readonly task: 'regression' | 'classification';
  /** Number of classes; not looked at in regression. */
  readonly classes: number;
}

/**
 * Fits a model. The same arguments give the same model.
 *
 * @param validation rows for early stopping, where the family has it; never learned from
 * @param helpers threads that may work beside the caller's: they change how long it takes and nothing else
 * @throws Error when the examples are empty, of unequal lengths, or hold a target that is no number or class
 */
export type Fit = (
  examples: Examples,
  validation: Examples | undefined,
  parameters: Parameters,
  seed: number,
  task: Task,
  watch?: Watch,
  helpers?: Helpers,
) => Model;

/**
 * Told of the validation loss now and then, where a family learns in rounds. `false` stops the fit: what has been
 * learned so far is the model.
 */
export type Watch = (rounds: number, loss: number) => boolean;

/** What a setting may be. Bounds are inclusive; `log` spaces are searched in orders of magnitude. */
export interface Dimension {
  readonly low: number;
  readonly high: number;
  readonly scale?: 'linear' | 'log';
  readonly integer?: boolean;
}

export interface FamilyDefinition {
  readonly fit: Fit;
  /** All settings, with the values that they have when not given. */
  readonly settings: Parameters;
  /** What the search may change. */
  readonly space: Readonly<Record<string, Dimension>>;
  /** Tried first, in this order; what is not given is as in `settings`. */
  readonly defaults: readonly Parameters[];
  /**
   * Of a family that learns in rounds: after how many of them two fits with these settings may be compared, ascending.
   * Absent: a fit is never given up.
   */
  readonly rungs?: (settings: Parameters) => readonly number[];
}
