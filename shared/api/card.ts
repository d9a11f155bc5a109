/** Of a model card, what pages draw: how right answers are, and what they are made of. */
import type { Importance } from '../ml/explain/importance.ts';
import type { BandCoverage } from '../ml/metrics/coverage.ts';
import type { ReliabilityBin } from '../ml/metrics/reliability.ts';
import type { Grid } from '../page/charts/heat.ts';

export type { Grid } from '../page/charts/heat.ts';

/** GET /models/<dataset>/<version>/card.json */
export interface CardFigures {
  readonly details: {
    readonly target: { readonly label: string; readonly unit: string | null };
  };
  readonly performance: {
    /** Held-out ones that all of it was measured on. */
    readonly rows: number;
    /** Regression only, the next three. */
    readonly intervals: CoverageFigures | null;
    readonly predictedActual: { readonly grid: Grid } | null;
    readonly residuals: ResidualFigures | null;
    /** Classification only. */
    readonly reliability: readonly ReliabilityFigures[] | null;
  };
  /** null where none was computed. */
  readonly importance: Importance | null;
}

/** Share of rows inside their interval, in tenths, where `level` was promised. */
export interface CoverageFigures {
  readonly level: number;
  readonly coverage: number;
  readonly byPredicted: readonly BandCoverage[];
}

export interface ResidualFigures {
  /** log: log(actual / predicted); unit: actual - predicted in the target's unit. */
  readonly of: 'log' | 'unit';
  readonly median: number;
  /** x: the prediction, y: the residual. */
  readonly grid: Grid;
}

export interface ReliabilityFigures {
  /** The class, against the rest. */
  readonly of: string;
  readonly error: number;
  readonly bins: readonly ReliabilityBin[];
}
