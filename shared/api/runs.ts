/** Runs of experiments, those of notebooks too: lists, one or several beside each other, the course of a metric. */
import type * as tracking from '../tracking/run-lines.ts';
import type { OnWire } from './wire.ts';

export type RunLine = OnWire<tracking.RunLine>;
export type RunReport = OnWire<tracking.RunReport>;
export type MetricPoint = OnWire<tracking.MetricPoint>;

/**
 * GET /api/runs?experiment=&status=&name=&parent=&filter=&sort=&order=&after=&limit=
 *
 * `filter` is written in MLflow's grammar, where attributes.seconds is how long a run took as well. `sort` is started,
 * name, status, seconds, metrics.<key>, params.<key> or tags.<key>; without `parent` runs that are nested in none.
 */
export interface RunPage {
  readonly runs: readonly RunReport[];
  /** For `after` of the next page; null at the end. */
  readonly next: string | null;
}

/** GET /api/runs/<id>; several, to compare: GET /api/runs/<id>,<id> */
export interface Runs {
  /** In the order in which they were named. */
  readonly runs: readonly RunReport[];
}

/** GET /api/runs/<id>/metrics/<key> */
export interface MetricHistory {
  readonly run: string;
  readonly key: string;
  /** By step; 1,000 at most. */
  readonly points: readonly MetricPoint[];
  /** That were logged. */
  readonly total: number;
}
