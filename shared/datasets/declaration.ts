/**
 * A data set as one declaration. From it come the SQL tables, the validation of requests, the OpenAPI schema, the
 * model's inputs and the form in the console. A new data set is a new folder here; no other code names it.
 */
import type { Expression } from '../ml/expression.ts';
import type { FeatureSpecification } from '../ml/features/specification.ts';
import type { DayOrder, NumberStyle } from './values/form.ts';

export interface Dataset {
  /** Lower case, as in URLs, SQL schemas and Service names: "realtor". */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly columns: Readonly<Record<string, ColumnDeclaration>>;
  readonly target: Target;
  /** A row is rejected by the first rule that it breaks; the rule's name is the reason. */
  readonly rules: readonly Rule[];
  /**
   * Share of the values that are there in one column which may be unreadable; a batch with more is held and not learned
   * from. Default 0.05.
   */
  readonly unreadable?: number;
  /** Columns that `clean` adds. */
  readonly derived: Readonly<Record<string, Derived>>;
  /**
   * How much rows count in learning, where not all count as one: a row has the weight of the first of these whose
   * conditions it all meets, else 1. Metrics are told plain and weighted. Default: all count as one.
   */
  readonly weights?: readonly Weight[];
  /** What the model sees. */
  readonly features: readonly FeatureSpecification[];
  /** Rows that agree in all of these (normalised) columns are one row; the later ones are duplicates. */
  readonly identity: readonly string[];
  /** Rows that agree in these stay on one side of every split; where one is missing the row stands for itself. */
  readonly group: readonly string[];
  /** What earlier rows of the same group tell of a row; absent: nothing is learned from them. */
  readonly history?: History;
  readonly training: {
    /** Clean rows needed before the first training. */
    readonly minRows: number;
    /** Least share of training rows whose origin is `source`. */
    readonly minSourceShare: number;
  };
  /** What a model must reach on the held-out rows to be promoted. */
  readonly accept: readonly Threshold[];
  /** The metric by which challenger and champion are compared, and by which trials are ranked. */
  readonly objective: { readonly metric: string; readonly better: 'higher' | 'lower' };
  readonly drift: {
    /** Looked at; the target is always looked at. */
    readonly columns: readonly string[];
    /** Of the columns, from which on the rows have drifted. */
    readonly share: number;
    /**
     * Clean rows without which nothing is told: smaller batches wait, and are looked at together when they have as many.
     * At least 30. Default 500.
     */
    readonly minRows?: number;
  };
  /**
   * Columns by which the model card tells metrics apart: by each value, of numbers (the target may be one) by tenths.
   * Default none.
   */
  readonly slices?: readonly string[];
  /**
   * Columns that whoever may ask for predictions may read of single rows learned from, shown as comparable ones
   * together with the target. Absent: such rows are for nobody's eyes, as those of patients.
   */
  readonly comparables?: readonly string[];
  /** What the model is for and what it is not, a sentence each, for the model card. */
  readonly use?: { readonly intended: readonly string[]; readonly notFor: readonly string[] };
  /** Facts of the data that whoever uses the model has to know, a sentence each, for the model card. */
  readonly limits?: readonly string[];
  /** Text columns whose known values are served at /values/<column>. */
  readonly listed: readonly string[];
  /** One row as a client would send it, for documentation and smoke tests. */
  readonly example: Readonly<Record<string, string | number>>;
}

export interface ColumnDeclaration {
  /** number, integer: numeric. date: ISO day. code: an identifier that may arrive as a float ("6016.0"). */
  readonly type: 'number' | 'integer' | 'date' | 'code' | 'text';
  /** For people: "Bedrooms". */
  readonly label: string;
  readonly description?: string;
  readonly unit?: string;
  /** Inclusive. A request outside is refused (422); what `clean` does with it is up to the rules. */
  readonly range?: readonly [number, number];
  /** Spellings of "missing" beside the empty text, e.g. ["?"]. */
  readonly missing?: readonly string[];
  /** Codes: padded with leading zeros to this width. */
  readonly width?: number;
  readonly case?: 'lower' | 'upper';
  /** Dates: how a day may be written beside what is certain by itself ("2022-03-31", "31 Mar 2022"). */
  readonly dates?: DayOrder;
  /**
   * Numbers: how they are written in files and in texts of requests, shown on one ("1.234,5"), also with the unit where
   * that is a currency or "%". Default: as in JSON.
   */
  readonly numbers?: NumberStyle;
  /** Known values, for documentation and forms; others are answered too. */
  readonly values?: readonly string[];
  /** A file may come without this column. */
  readonly optional?: boolean;
}

export type Target =
  | {
      readonly column: string;
      readonly task: 'regression';
      readonly transform: 'log' | 'identity';
      /**
       * What an answer is the middle of, where targets are logarithms: the mean, so that sums of answers come out
       * right, or the median, as often too high as too low. Default 'mean'.
       */
      readonly center?: 'mean' | 'median';
    }
  | { readonly column: string; readonly task: 'classification'; readonly classes: readonly string[] };

export interface Rule {
  /** snake_case; the rejection reason. */
  readonly name: string;
  readonly rejects: Condition;
}

/**
 * Both columns are optional inputs: whoever asks for a prediction gives them where they are known, and a file may have
 * them. For learning they are filled in from the rows that are there.
 */
export interface History {
  /** Column by which the rows of a group follow each other: numbers, days, or codes that are numbers. */
  readonly order: string;
  /** Numeric column: how many rows of the group came before. */
  readonly count: string;
  /** Text column: the target of the latest of these; missing for the first row of a group. */
  readonly last: string;
}

export interface Weight {
  /** A row has to meet them all. */
  readonly when: readonly Condition[];
  /** Above 0; 0.1 is a tenth of a row. */
  readonly counts: number;
}

/** Conditions on one row, evaluated over whole columns. */
export type Condition =
  | { readonly when: 'missing'; readonly column: string }
  | { readonly when: 'present'; readonly column: string }
  /** Present, but not of the column's type. */
  | { readonly when: 'invalid'; readonly column: string }
  | { readonly when: 'outside'; readonly column: string; readonly range: readonly [number, number] }
  | { readonly when: 'at most'; readonly column: string; readonly value: number }
  | { readonly when: 'one of'; readonly column: string; readonly values: readonly string[] }
  | { readonly when: 'not one of'; readonly column: string; readonly values: readonly string[] };

export interface Derived {
  readonly label: string;
  readonly unit?: string;
  /** yearsBefore 'load_date' is filled in by `clean` with the batch's day. */
  readonly of: Expression | { readonly op: 'yearsBeforeLoad'; readonly column: string };
}

export interface Threshold {
  readonly metric: string;
  readonly least?: number;
  readonly most?: number;
}
