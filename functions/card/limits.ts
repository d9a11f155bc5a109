/** What to beware of: what the data set declares, and what was found in data and results. */
import type { ModelMetadata } from '../../shared/tracking/artifact.ts';
import type { DataSection } from './data/section.ts';
import type { CardSlice, Performance, SliceGroup } from './performance/section.ts';

export type Limit =
  | { readonly kind: 'declared'; readonly text: string }
  /** Somebody has brought the model; older cards do not say how it is explained: it was sampled. */
  | { readonly kind: 'offered'; readonly explained?: 'interventional' | 'sampled' }
  | { readonly kind: 'missing'; readonly label: string; readonly column: string; readonly share: number }
  | { readonly kind: 'constant'; readonly label: string; readonly column: string }
  | {
      readonly kind: 'few rows';
      readonly label: string;
      /** The smallest slices that are shown. */
      readonly slices: readonly string[];
      readonly fewerThan: number;
    }
  | {
      readonly kind: 'worse';
      readonly label: string;
      readonly unit: string | null;
      readonly slice: CardSlice;
    }
  | {
      readonly kind: 'coverage';
      readonly of: 'predictions' | 'actual values';
      readonly level: number;
      /** Those that fall short; 1 is the lowest. */
      readonly tenths: readonly { readonly tenth: number; readonly coverage: number }[];
    }
  | {
      readonly kind: 'ranking';
      readonly label: string;
      readonly slice: string;
      readonly auc: number;
      readonly overall: number;
    }
  | { readonly kind: 'rare class'; readonly of: string; readonly share: number }
  | { readonly kind: 'users'; readonly share: number };

/** A column of which more is missing is told of. */
const MISSING = 0.5;
/** Figures of slices with fewer rows are little more than chance. */
const FEW_ROWS = 100;
/** Classes are told apart less well where the AUC is that much lower. */
const LOWER_AUC = 0.05;
/** Coverage of a tenth that far under the level is told of. */
const COVERAGE = 0.05;
const RARE = 0.05;

export function limitsOf(
  declared: readonly string[],
  data: DataSection,
  performance: Performance,
  offered: ModelMetadata['explanation'],
): Limit[] {
  return [
    ...declared.map((text): Limit => ({ kind: 'declared', text })),
    ...(offered ? [{ kind: 'offered', explained: offered } as const] : []),
    ...columnLimits(data),
    ...originLimits(data),
    ...performance.slices.flatMap(sliceLimits),
    ...rankingLimits(performance),
    ...coverageLimits(performance),
    ...classLimits(performance),
  ];
}

function columnLimits({ columns }: DataSection): Limit[] {
  return columns.flatMap((column): Limit[] => {
    const { name, label, missing, count, distinct } = column;
    const share = missing / (missing + count);
    if (share > MISSING) return [{ kind: 'missing', label, column: name, share }];
    return distinct === 1 ? [{ kind: 'constant', label, column: name }] : [];
  });
}

function originLimits({ origins }: DataSection): Limit[] {
  const all = origins.reduce((sum, { rows }) => sum + rows, 0);
  const users = origins.find(({ origin }) => origin === 'user')?.rows ?? 0;
  return users > 0 ? [{ kind: 'users', share: users / all }] : [];
}

function sliceLimits({ label, unit, slices }: SliceGroup): Limit[] {
  // Tenths are as large as the held-out part makes them.
  const few = slices.filter(({ rows, from }) => from === null && rows < FEW_ROWS);
  const worse = slices.filter((slice) => slice.worse);
  return [
    ...worse.map((slice): Limit => ({ kind: 'worse', label, unit, slice })),
    ...(few.length > 0
      ? [{ kind: 'few rows', label, slices: few.map(({ slice }) => slice), fewerThan: FEW_ROWS } as const]
      : []),
  ];
}

/** Of slices with enough rows for an AUC to mean something. */
function rankingLimits({ slices, metrics }: Performance): Limit[] {
  const overall = metrics.auc;
  if (overall === undefined) return [];
  return slices.flatMap(({ label, slices: all }) =>
    all.flatMap(({ slice, rows, metrics: { auc } }): Limit[] =>
      auc !== undefined && rows >= FEW_ROWS && auc < overall - LOWER_AUC
        ? [{ kind: 'ranking', label, slice, auc, overall }]
        : [],
    ),
  );
}

function coverageLimits({ intervals }: Performance): Limit[] {
  if (!intervals) return [];
  const { level, byPredicted, byActual } = intervals;
  const short = (of: 'predictions' | 'actual values', bands: typeof byActual): Limit[] => {
    const tenths = bands
      .map(({ coverage }, band) => ({ tenth: band + 1, coverage }))
      .filter(({ coverage }) => coverage < level - COVERAGE);
    return tenths.length > 0 ? [{ kind: 'coverage', of, level, tenths }] : [];
  };
  return [...short('predictions', byPredicted), ...short('actual values', byActual)];
}

function classLimits({ confusion, rows }: Performance): Limit[] {
  if (!confusion) return [];
  return confusion.classes.flatMap((of, k): Limit[] => {
    const share = (confusion.counts[k] ?? []).reduce((sum, count) => sum + count, 0) / rows;
    return share < RARE ? [{ kind: 'rare class', of, share }] : [];
  });
}
