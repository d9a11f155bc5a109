import { describe, expect, it } from 'vitest';
import { column } from '../../ml/expression.ts';
import type { TreeEnsemble } from '../../ml/models/model.ts';
import { SET_WORDS } from '../../ml/models/model.ts';
import { scoreModel } from '../../ml/models/score.ts';
import { fitBoosting } from '../../ml/models/trees/boosting.ts';
import { below, normal, seeded } from '../../ml/random.ts';
import { readArtifact } from '../artifact/read.ts';
import { writeArtifact } from '../artifact/write.ts';
import { regressionHead } from '../fixtures/houses.ts';
import { openModel } from '../session.ts';

const names = ['kind', 'place', 'size'];
const categories = [5, 254, 0];
const rows = 4000;
const features = names.map((name) => ({ kind: 'formula', name, of: column(name) }) as const);

/** Categories that matter by themselves, in no order, with gaps. */
function fitted(): TreeEnsemble {
  const random = seeded('sets');
  const effect = Array.from({ length: 254 }, () => normal(random));
  const data = new Float32Array(rows * 3);
  const y = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const values = categories.map((count) => (count > 0 ? below(random, count) : normal(random)));
    values.forEach((value, j) => {
      data[3 * row + j] = random() < 0.1 ? Number.NaN : value;
    });
    y[row] = (effect[values[1] as number] as number) + (values[0] === 2 ? (values[2] as number) : 0);
  }
  const settings = { rounds: 30, rowShare: 1, columnShare: 1, minCategoryRows: 20, maxCategories: 100 };
  const model = fitBoosting({ x: { rows, names, data, categories }, y }, undefined, settings, 1, {
    task: 'regression',
    classes: 0,
  });
  return model as TreeEnsemble;
}

const model = fitted();
const bytes = writeArtifact({ features: { features }, model, head: regressionHead(3) });

describe('sets of categories in the graph', () => {
  it('are used by the model, small and large ones', () => {
    const sizes = model.trees.flatMap(({ setStart, sets }) =>
      [...(setStart ?? [])].filter((start) => start >= 0).map((start) => sizeOf(sets, start)),
    );
    expect(Math.min(...sizes)).toBe(1);
    expect(Math.max(...sizes)).toBeGreaterThan(32);
  });

  it('answer as the model does: for every category, what is missing, unseen, and no category at all', async () => {
    const codes = [
      ...Array(254).keys(),
      Number.NaN,
      -1,
      254,
      255,
      256,
      1000,
      3.5,
      1e9,
      Number.POSITIVE_INFINITY,
    ];
    const random = seeded('asked');
    const kinds = [0, 1, 2, 3, 4, 5, Number.NaN];
    const columns = {
      place: Float64Array.from(
        { length: codes.length * kinds.length },
        (_, row) => codes[row % codes.length] as number,
      ),
      kind: Float64Array.from(
        { length: codes.length * kinds.length },
        (_, row) => kinds[row % kinds.length] as number,
      ),
      size: Float64Array.from({ length: codes.length * kinds.length }, () => normal(random)),
    };
    const table = { rows: codes.length * kinds.length, columns };
    const graph = await openModel(bytes);
    const { raw, features: seen } = await graph.run(table, ['raw', 'features']);
    const scores = scoreModel(model, { rows: table.rows, names, data: seen as Float32Array });
    scores.forEach((score, row) => {
      expect(Math.abs(score - (raw?.[row] as number))).toBeLessThan(1e-5);
    });
  });

  it('are read back as sets: the same trees', () => {
    expect(readArtifact(bytes).model).toEqual(model);
  });
});

function sizeOf(sets: Uint32Array | undefined, start: number): number {
  const words = [...(sets ?? [])].slice(start, start + SET_WORDS);
  return words.reduce((size, word) => size + [...word.toString(2)].filter((bit) => bit === '1').length, 0);
}
