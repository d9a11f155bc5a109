/** What is answered to who changes something. */

/** POST /ingest */
export type { Accepted } from '../runtime/offer/accepted.ts';

/** PUT /api/uploads/<dataset>/<filename> */
export interface Upload {
  /** Where the file is: for the `dataref` of a batch.received. */
  readonly dataref: string;
  readonly bytes: number;
}

/** POST /api/datasets/<dataset>/train */
export interface TrainingRequest {
  readonly dataset: string;
  /** Id of the event that asks for it. */
  readonly event: string;
  /** The run that is to come of it: /api/trainings/<dataset>/<run> tells how it goes. */
  readonly run: string;
}

/** POST /api/batches/<dataset>/<batch>/retract */
export interface RetractionRequest {
  readonly dataset: string;
  readonly batch: string;
  /** Id of the event that asks for it; null when it was done before. */
  readonly event: string | null;
  /** When it was done before, and why. */
  readonly retracted: { readonly at: string; readonly because: string } | null;
}

/** POST /api/models/<dataset>/<version>/promote */
export interface VersionRequest {
  readonly dataset: string;
  readonly version: number;
  /** Id of the event that asks for it; null when it is in production already. */
  readonly event: string | null;
}

/** GET /api/datasets/<dataset>/reset: what would be deleted. */
export interface WouldReset {
  readonly dataset: string;
  readonly batches: number;
  /** Rows. */
  readonly clean: number;
  readonly runs: number;
  readonly versions: number;
  readonly predictions: number;
  readonly deadLetters: number;
  /** Runs, predictions and dead letters are counted so far: there may be more. */
  readonly most: number;
}

/** POST /api/datasets/<dataset>/reset */
export interface Reset {
  readonly dataset: string;
  readonly reset: true;
}

/** Any call that is refused. */
export interface Refusal {
  readonly error: string;
}
