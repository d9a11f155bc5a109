/** What the first page tells: what is served now, what needs a person, and the batches of the last day. */

import type { BatchBar as Bar } from '../tracking/batch-lines.ts';
import type { Answered as Timed } from '../tracking/inference-log.ts';
import type { LiveQuality as Quality } from '../tracking/live-quality.ts';
import type { DatasetSummary } from './datasets.ts';
import type { Traffic } from './status.ts';
import type { OnWire } from './wire.ts';

export type BatchBar = OnWire<Bar>;
export type Answered = OnWire<Timed>;

export interface Served {
  readonly version: number;
  /** When it came into production. */
  readonly since: string;
  /** On the held-out rows, when it was judged. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Which of its files are not what was registered, when they were looked at last. */
  readonly damaged: string | null;
}

/** By the answers of the last 30 days whose truth came back, the latest 1,000. */
export interface LiveQuality extends Quality {
  /** When the first and the last of these truths came; null without any. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface DatasetOverview extends DatasetSummary {
  /** What versions are compared by. */
  readonly objective: { readonly metric: string; readonly better: 'higher' | 'lower' };
  readonly served: Served | null;
  /** null where there is no predictor, or nobody who could tell. */
  readonly traffic: Traffic | null;
  readonly live: LiveQuality;
  /** How many were answered in the last 24 hours, and how fast. */
  readonly answered: Answered;
  /** Share of requests that failed: null, as no table knows of answers that were refused. */
  readonly errorRate: null;
}

/** Something that does not go on by itself. */
export interface Need {
  readonly what:
    | 'training failed'
    | 'batch held'
    | 'dead letters'
    | 'drift'
    | 'rolled back'
    | 'stalled'
    | 'files damaged'
    | 'not served';
  /** null: of no data set. */
  readonly dataset: string | null;
  /** A batch, the number of a version, the type of an event, or a stage. */
  readonly subject: string | null;
  /** How many, of the same kind. */
  readonly count: number;
  readonly since: string | null;
  readonly reason: string | null;
}

/** GET /api/overview */
export interface Overview {
  readonly datasets: readonly DatasetOverview[];
  readonly needs: readonly Need[];
  /** That came or ended in the last 24 hours, or are open: the newest 1,000 of them, the oldest first. */
  readonly batches: readonly BatchBar[];
}
