import type { Link } from '../../ml/explain/link.ts';

/** What an artifact says of itself in its metadata, beside what the graph holds. */
export interface Description {
  readonly format: 1;
  readonly featureNames: readonly string[];
  /** Somebody else's model is inside: what it does is not read back, only what was put around it. */
  readonly offered?: boolean;
  /** Where that is trees that can be read: see shared/onnx/offered/trees.ts. */
  readonly trees?: ToldTrees;
  readonly head:
    | {
        readonly task: 'regression';
        readonly transform: 'log' | 'identity';
        readonly level: number;
        /** Curves that intervals are widened by; older files have them as constants of the graph. */
        readonly profile?: { readonly reached: PlainCurve; readonly centred: PlainCurve };
      }
    | { readonly task: 'classification' };
}

/** What the trees of somebody else's model are in terms of ours. */
export interface ToldTrees {
  /** For each number that the trees take the place of the column that it is made of, among `featureNames`. */
  readonly owners: readonly number[];
  /** For each output of ours the trees' own. */
  readonly order: readonly number[];
  /** From their scores to `raw`. */
  readonly link: Link;
}

export interface PlainCurve {
  readonly knots: readonly number[];
  readonly factors: readonly number[];
}

/** Key of the description among the metadata; all other keys are the caller's. */
export const descriptionKey = 'marea';

/** @throws when the metadata hold no description that this version reads */
export function parseDescription(metadata: Readonly<Record<string, string>>): Description {
  const text = metadata[descriptionKey];
  if (!text)
    throw new Error(
      `the ONNX file has no "${descriptionKey}" in its metadata: it is no artifact of this platform`,
    );
  const description = JSON.parse(text) as Description;
  if (description.format !== 1) {
    throw new Error(
      `the artifact has format ${description.format}, expected 1: it is of another version of the platform`,
    );
  }
  return description;
}
