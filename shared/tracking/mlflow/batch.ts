/** What a request logs to a run. */
export interface Entry {
  readonly key: string;
  readonly value: string;
}

export interface Point {
  readonly key: string;
  readonly value: number;
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Id of the logged model that it is about, and the data that it was measured on; '' for none. */
  readonly model: string;
  readonly dataset: string;
  readonly digest: string;
}

export interface Batch {
  readonly run: string;
  /** Names of experiments that are not the caller's: nothing is logged to a run of one. */
  readonly hidden: readonly string[];
  readonly points: readonly Point[];
  /** One of each key, as of tags. */
  readonly params: readonly Entry[];
  readonly tags: readonly Entry[];
}

/** The tag that is the name of the run. */
export const RUN_NAME = 'mlflow.runName';

/** With the number of its batch among those of a statement. */
export type Numbered<T> = T & { readonly n: number };

/** All of one kind, of all batches. */
export const numbered = <T>(batches: readonly Batch[], of: (batch: Batch) => readonly T[]): Numbered<T>[] =>
  batches.flatMap((batch, n) => of(batch).map((one) => ({ ...one, n })));
