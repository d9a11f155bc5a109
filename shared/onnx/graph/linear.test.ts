import { expect, it } from 'vitest';
import { column } from '../../ml/expression.ts';
import { families } from '../../ml/models/families.ts';
import { scoreModel } from '../../ml/models/score.ts';
import { normal, seeded } from '../../ml/random.ts';
import { readArtifact } from '../artifact/read.ts';
import { writeArtifact } from '../artifact/write.ts';
import { regressionHead } from '../fixtures/houses.ts';
import { openModel } from '../session.ts';

it('a linear model with its tails cut answers in the graph as the trainer does, and is read back exactly', async () => {
  const random = seeded('linear');
  const names = ['a', 'b'];
  const data = Float32Array.from({ length: 1000 }, () =>
    random() < 0.1 ? Number.NaN : Math.exp(3 * normal(random)),
  );
  const x = { rows: 500, names, data };
  const y = Float64Array.from({ length: 500 }, (_, row) => Math.log(data[2 * row] || 1) + normal(random));
  const model = families.linear.fit({ x, y }, undefined, { tail: 0.02 }, 1, {
    task: 'regression',
    classes: 0,
  });
  const features = names.map((name) => ({ kind: 'formula', name, of: column(name) }) as const);
  const bytes = writeArtifact({ features: { features }, model, head: regressionHead(2) });
  expect(readArtifact(bytes).model).toEqual(model);
  const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e30, -5, 0, 1, 3];
  const columns = { a: Float64Array.from(values), b: Float64Array.from(values).reverse() };
  const { raw } = await (await openModel(bytes)).run({ rows: values.length, columns }, ['raw']);
  const asked = Float32Array.from(values.flatMap((value, row) => [value, columns.b[row] as number]));
  const scores = scoreModel(model, { rows: values.length, names, data: asked });
  scores.forEach((score, row) => {
    expect(raw?.[row]).toBe(Math.fround(score));
  });
});
