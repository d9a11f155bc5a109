/** The background sample that was stored with a model. */
import type { Matrix } from '../../shared/ml/table.ts';
import type { ModelMetadata } from '../../shared/tracking/artifact.ts';

/** @throws when the bytes are no rows of the model's features */
export function backgroundFrom(bytes: Buffer, { featureNames }: Pick<ModelMetadata, 'featureNames'>): Matrix {
  const width = 4 * featureNames.length;
  if (bytes.length === 0 || bytes.length % width !== 0)
    throw new Error(`the background has ${bytes.length} bytes, expected rows of ${width}`);
  // A buffer of their own, as floats have to be aligned.
  const data = new Float32Array(new Uint8Array(bytes).buffer);
  return { rows: bytes.length / width, names: featureNames, data };
}
