/** What the pages of a model need that are for whoever asks it: a form, values that fit each other, past answers. */
import type { ColumnDeclaration } from '../datasets/declaration.ts';
import type { FeatureWords } from '../datasets/feature-words.ts';

export interface FormField {
  readonly name: string;
  /** For people. */
  readonly label: string;
  readonly description: string | null;
  readonly unit: string | null;
  readonly type: ColumnDeclaration['type'];
  /** Inclusive: a value outside is refused. */
  readonly range: readonly [number, number] | null;
  /** How its texts are written in files, beside its type. */
  readonly written: Pick<ColumnDeclaration, 'missing' | 'numbers' | 'dates' | 'width' | 'case'>;
  /** Known values, 500 at most; others are answered too. */
  readonly values: readonly string[];
  /** place: fits others of the kind; first: what matters most; more: the rest that the model takes; unused: what it does not. */
  readonly group: 'place' | 'first' | 'more' | 'unused';
  /** Of all that matters to the model, the share of features that are made of it, 0 to 1; null where nothing was measured. */
  readonly importance: number | null;
}

/** GET /api/datasets/<dataset>/form */
export interface PredictForm {
  readonly dataset: string;
  readonly title: string;
  readonly target: {
    readonly column: string;
    readonly label: string;
    readonly unit: string | null;
    readonly task: 'regression' | 'classification';
    readonly classes: readonly string[] | null;
  };
  /** Whose inputs, values and importance these are: the one in production; null before the first. */
  readonly version: number | null;
  /** All that may be asked, the newest first, 100 at most: served, or loaded when somebody asks. */
  readonly versions: readonly number[];
  readonly fields: readonly FormField[];
  /** Columns whose values fit each other, the widest first: a state, a city in it, a zip code there. */
  readonly places: readonly string[];
  /** Columns whose values /api/datasets/<dataset>/values/<column> tells. */
  readonly suggested: readonly string[];
  readonly example: Readonly<Record<string, string | number>>;
  /** What the model makes of the fields, in words; none before the first. */
  readonly features: Readonly<Record<string, FeatureWords>>;
}

/** GET /api/datasets/<dataset>/values/<column>?<other column>=<value>&q=&limit= */
export interface FittingValues {
  readonly dataset: string;
  readonly column: string;
  /** With the rows that have them, the most frequent first. */
  readonly values: readonly { readonly value: string; readonly rows: number }[];
}

export interface Prediction {
  readonly id: string;
  readonly at: string;
  readonly version: number;
  readonly milliseconds: number | null;
  readonly input: Readonly<Record<string, unknown>>;
  readonly output: Readonly<Record<string, unknown>>;
  /** What turned out to be true; null while nobody has said. */
  readonly actual: unknown;
  readonly actualAt: string | null;
}

/** GET /api/predictions?dataset=&version=&from=&to=&told=&<column>=&before=&limit= */
export interface Predictions {
  readonly dataset: string;
  /** The newest first. */
  readonly predictions: readonly Prediction[];
  /** For `before` of the next page; null at the end. */
  readonly next: string | null;
  /** With a filter: of so many, the newest, those that fit. */
  readonly lookedThrough: number | null;
}

/** GET /api/predictions/<dataset>/<id> */
export type OnePrediction = Prediction & { readonly dataset: string };

export interface Interval {
  readonly lower: number;
  readonly upper: number;
  /** Share of such rows whose truth lies within, 0 to 1. */
  readonly level: number;
}

/** What every answer of a predictor holds; beside it, under the name of the target, the number of a regression. */
export interface PredictorAnswer {
  readonly [column: string]: unknown;
  readonly interval?: Interval | null;
  /** Of a classification. */
  readonly label?: string;
  readonly probabilities?: Readonly<Record<string, number>>;
  readonly model_version: number;
  /** null of a call that is not noted, unless the caller gave one. */
  readonly request_id: string | null;
  readonly input_summary: {
    /** What the model would have liked to know. */
    readonly missing: readonly string[];
    /** Values that it has never seen, by column. */
    readonly unknown: Readonly<Record<string, string>>;
  };
}

/** POST /api/datasets/<dataset>/explain: base_value and shap_values sum to the answer, or to the probability of the label. */
export interface ExplainedAnswer extends PredictorAnswer {
  readonly base_value: number;
  /** One for each feature, in the unit of the target. */
  readonly shap_values: readonly number[];
  readonly feature_names: readonly string[];
  readonly feature_values: readonly (number | null)[];
}

/** POST /api/datasets/<dataset>/comparables */
export interface ComparableRows extends PredictorAnswer {
  /** The most alike first; under the name of the target what was true of it. */
  readonly comparables: readonly {
    readonly [column: string]: unknown;
    /** 0 to 1. */
    readonly likeness: number;
    readonly row: Readonly<Record<string, string | number | null>>;
  }[];
}
