/** Comparisons at the edges of what a float32 can be, and whichever child has most rows. */
import { describe, expect, it } from 'vitest';
import type { Tree, TreeEnsemble } from '../../ml/models/model.ts';
import { scoreModel } from '../../ml/models/score.ts';
import { readArtifact } from '../artifact/read.ts';
import { writeArtifact } from '../artifact/write.ts';
import { regressionHead } from '../fixtures/houses.ts';
import { openModel } from '../session.ts';

const largest = (2 - 2 ** -23) * 2 ** 127;
const least = 2 ** -149;
const thresholds = [0, 1, -1, 0.1, -0.1, least, -least, 2 ** -126, -(2 ** -126), largest, -largest].map(
  Math.fround,
);
const values = [
  ...thresholds.flatMap((t) => [t, t * (1 + 2 ** -23), t * (1 - 2 ** -23), t + least, t - least]),
  -0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
].map(Math.fround);

/** One comparison, its own power of two on the left; most rows go to one of the sides. */
const stump = (
  feature: number,
  threshold: number,
  missingLeft: number,
  most: 'left' | 'right',
  value: number,
): Tree => ({
  feature: Int32Array.of(feature, -1, -1),
  threshold: Float32Array.of(threshold, 0, 0),
  left: Int32Array.of(1, -1, -1),
  right: Int32Array.of(2, -1, -1),
  missingLeft: Uint8Array.of(missingLeft, 0, 0),
  value: Float64Array.of(0, value, 0),
  cover: most === 'left' ? Float64Array.of(10, 9, 1) : Float64Array.of(10, 1, 9),
  output: 0,
});

const features = ['a', 'b'].map((name) => ({ kind: 'formula', name, of: { op: 'column', name } }) as const);
const column = Float64Array.from(values);
const table = { rows: values.length, columns: { a: column, b: column.slice().reverse() } };
const x = {
  rows: values.length,
  names: ['a', 'b'],
  data: Float32Array.from(values.flatMap((value, row) => [value, values.at(-1 - row) as number])),
};

describe.each([0, 1])('with missing values to the left: %i', (missingLeft) => {
  it.each(['left', 'right'] as const)(
    'rows go where the model has them go, most of them to the %s',
    async (most) => {
      const trees = thresholds.map((threshold, at) => stump(at % 2, threshold, missingLeft, most, 2 ** at));
      const model: TreeEnsemble = { kind: 'trees', outputs: 1, base: Float64Array.of(0), trees };
      const bytes = writeArtifact({ features: { features }, model, head: regressionHead(2) });
      const { raw } = await (await openModel(bytes)).run(table, ['raw']);
      expect(Array.from(raw as Float32Array)).toEqual(Array.from(scoreModel(model, x)));
      expect(readArtifact(bytes).model).toEqual(model);
    },
  );
});
