/** The versions of a data set's model, and what happened to them. */
import type { HistoryLine as Line } from '../tracking/history.ts';
import type { VersionLine } from '../tracking/registry.ts';
import type { OnWire } from './wire.ts';

export type Version = OnWire<VersionLine>;
export type HistoryLine = OnWire<Line>;

/** GET /api/models/<dataset> */
export interface Models {
  readonly dataset: string;
  readonly versions: readonly Version[];
  /** The newest first. */
  readonly history: readonly HistoryLine[];
}
