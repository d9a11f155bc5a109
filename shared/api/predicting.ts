/** What the pages of a model need that are for whoever asks it: a form, values that fit each other, past answers. */
import type { ColumnDeclaration } from '../datasets/declaration.ts';

export interface FormField {
  readonly name: string;
  /** For people. */
  readonly label: string;
  readonly description: string | null;
  readonly unit: string | null;
  readonly type: ColumnDeclaration['type'];
  /** Inclusive: a value outside is refused. */
  readonly range: readonly [number, number] | null;
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
  readonly fields: readonly FormField[];
  /** Columns whose values fit each other, the widest first: a state, a city in it, a zip code there. */
  readonly places: readonly string[];
  /** Columns whose values /api/datasets/<dataset>/values/<column> tells. */
  readonly suggested: readonly string[];
  readonly example: Readonly<Record<string, string | number>>;
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
