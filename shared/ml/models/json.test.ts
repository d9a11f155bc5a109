import { expect, test } from 'vitest';
import { below, seeded } from '../random.ts';
import { families } from './families.ts';
import type { Family } from './family.ts';
import { modelFromJson, modelToJson } from './json.ts';
import { scoreModel } from './score.ts';

const random = seeded('json');
const rows = 300;
const data = Float32Array.from({ length: rows * 3 }, (_, at) =>
  random() < 0.1 ? Number.NaN : at % 3 === 2 ? below(random, 5) : random() * 10,
);
const x = { rows, names: ['a', 'b', 'kind'], data, categories: [0, 0, 5] };
const y = Float64Array.from({ length: rows }, (_, row) => {
  return (data[row * 3] || 0) * 2 + (data[row * 3 + 2] === 2 ? 20 : 0) + random();
});

test.each(Object.keys(families) as Family[])(
  'a %s model that went through JSON gives the same scores',
  (name) => {
    const model = families[name].fit({ x, y }, { x, y }, {}, 1, { task: 'regression', classes: 1 });
    const read = modelFromJson(modelToJson(model));
    expect(read).toEqual(model);
    expect(scoreModel(read, x)).toEqual(scoreModel(model, x));
  },
);

test('a tree parts categories by sets', () => {
  const model = families.tree.fit({ x, y }, undefined, { minCategoryRows: 1 }, 1, {
    task: 'regression',
    classes: 1,
  });
  expect(model.kind === 'trees' && model.trees[0]?.sets?.length).toBeGreaterThan(0);
});

test('what is no model is refused', () => {
  expect(() => modelFromJson('{"kind": "neural"}')).toThrow(/no model/);
});
