/** What an artifact says of itself in its metadata, beside what the graph holds. */
export interface Description {
  readonly format: 1;
  readonly featureNames: readonly string[];
  /** Somebody else's model is inside: what it does is not read back, only what was put around it. */
  readonly offered?: boolean;
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
