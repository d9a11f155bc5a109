/**
 * What a model sees, declared by a data set as data. Each specification gives one or more features; what has to
 * be learned from data (means, counts, categories) is fitted on the training part alone and carried in the
 * artifact, so that training and the ONNX graph compute the same.
 */
import type { Expression } from '../expression.ts';

export type FeatureSpecification =
  /** A formula over numeric columns, codes and earlier features; a plain numeric column is `column(name)`. */
  | {
      readonly kind: 'formula';
      readonly name: string;
      readonly of: Expression;
      /** With 1 no answer falls as the value grows, with -1 none rises. Default: free. */
      readonly monotone?: 1 | -1;
    }
  /**
   * The smoothed mean of the (transformed) target over the rows that share a value, out-of-fold on training rows.
   * `levels` go from the finest key to the coarsest, e.g. [['state','city'], ['state']]: an unseen or missing key
   * falls back to the next, at last to the mean over all; each level is smoothed towards the next.
   * For classification one feature a class but the last.
   */
  | {
      readonly kind: 'targetMean';
      readonly name: string;
      readonly levels: readonly (readonly KeyPart[])[];
      /** Rows that the next level's mean counts as (m-estimate). Default 20. */
      readonly smoothing?: number;
      /**
       * For targets that are logarithms: the mean is that of the target for each unit of this numeric column (a
       * price per square foot), geometric and in the user's unit. Rows in which it is not above 0 do not count.
       */
      readonly per?: string;
    }
  /** The geometric mean of a numeric column, as `targetMean` has that of the target; rows not above 0 do not count. */
  | {
      readonly kind: 'groupMean';
      readonly name: string;
      readonly column: string;
      readonly levels: readonly (readonly KeyPart[])[];
      readonly smoothing?: number;
    }
  /** log(1 + number of training rows that share the value); 0 for an unseen one, NaN for a missing one. */
  | { readonly kind: 'frequency'; readonly name: string; readonly key: readonly KeyPart[] }
  /** 0/1 for each of the values that at least `minRows` (default 50) training rows have, at most 40. */
  | { readonly kind: 'oneHot'; readonly name: string; readonly column: string; readonly minRows?: number }
  /**
   * The value as a category, which trees split by sets: 0 for the commonest, 1 for the next, ... Values of fewer
   * than `minRows` (default 20) training rows, and those past the 253rd, are one category, the last, as is an
   * unseen one; NaN for a missing one.
   */
  | {
      readonly kind: 'category';
      readonly name: string;
      readonly key: readonly KeyPart[];
      readonly minRows?: number;
    }
  /** A number for each known text, NaN for any other: an order that the data set knows ("[0-10)" -> 5). */
  | {
      readonly kind: 'scale';
      readonly name: string;
      readonly column: string;
      readonly values: Readonly<Record<string, number>>;
    }
  /**
   * 0/1 for each group of a code (ICD-9 chapters). `groupOf` is a pure function of the code; the graph carries it
   * as a table over `domain` and all codes of the training part. Unknown codes count as `groupOf` says if in the
   * domain, else as no group.
   */
  | {
      readonly kind: 'group';
      readonly name: string;
      readonly column: string;
      readonly groups: readonly string[];
      readonly groupOf: (code: string) => string;
      readonly domain: readonly string[];
    };

/** A column, or the first letters of a code: {column: 'zip_code', prefix: 3}. */
export type KeyPart = string | { readonly column: string; readonly prefix: number };
