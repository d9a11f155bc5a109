/** What was found when batches were held against the model's reference. */
import type { DriftCheck as Check } from '../tracking/drift-checks.ts';
import type { OnWire } from './wire.ts';

export type DriftCheck = OnWire<Check>;

/** GET /api/drift?dataset= */
export interface DriftChecks {
  readonly dataset: string;
  /** The newest first. */
  readonly checks: readonly DriftCheck[];
}
