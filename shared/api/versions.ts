/** One version with where it comes from and where it went; two held against each other; what was in production when. */
import type { RunningRevision } from '../runtime/knative/running.ts';
import type { AnswersOfVersion as Answers } from '../tracking/inference-log.ts';
import type { TrainingLine } from './batches.ts';
import type { HistoryLine, Version } from './models.ts';
import type { OnWire } from './wire.ts';

export type AnswersOfVersion = OnWire<Answers>;

/** GET /api/models/<dataset>/<version> */
export interface VersionReport extends Version {
  readonly dataset: string;
  /** Rows of each batch that it has learned from, the most first; none where that was not noted. */
  readonly learned: readonly { readonly batch: string; readonly rows: number }[];
  /** The batch whose chain has led to it; null where somebody asked for the training, or it came from elsewhere. */
  readonly batch: string | null;
  readonly training: TrainingLine | null;
  /** Bytes of the rows that it has learned from, as they are kept; null when they are not any more. */
  readonly snapshotBytes: number | null;
  /** Whether /models/<dataset>/<version>/card.json is there. */
  readonly card: boolean;
  /** That serve it; null where nobody could tell. */
  readonly revisions: readonly RunningRevision[] | null;
  readonly answers: AnswersOfVersion;
  /** The oldest first. */
  readonly history: readonly HistoryLine[];
}

/** A metric of several versions. */
export interface MetricBeside {
  readonly metric: string;
  /** null where neither is said to be. */
  readonly better: 'higher' | 'lower' | null;
  /** In the order of the versions; null where one has none. */
  readonly values: readonly (number | null)[];
  /** Index of the best; null where none is better than another. */
  readonly best: number | null;
}

/** GET /api/models/<dataset>/versus?versions=3,4 */
export interface Versus {
  readonly dataset: string;
  /** In the order in which they were named. */
  readonly versions: readonly Version[];
  /** What versions are compared by, and what they have to reach. */
  readonly objective: { readonly metric: string; readonly better: 'higher' | 'lower' };
  readonly accept: readonly { readonly metric: string; readonly least?: number; readonly most?: number }[];
  /** The deciding one first. */
  readonly metrics: readonly MetricBeside[];
}

/** What made a version production, or was taken back. */
export interface ProductionMoment extends HistoryLine {
  /** Who asked for it; null where nobody did: the pipeline decided. */
  readonly by: string | null;
  /** Why, in their words. */
  readonly because: string | null;
}

/** GET /api/models/<dataset>/timeline?limit= */
export interface ProductionTimeline {
  readonly dataset: string;
  /** The newest first. */
  readonly moments: readonly ProductionMoment[];
}
