import { expect, test } from 'vitest';
import { seeded } from '../random.ts';
import { families } from './families.ts';
import type { Family } from './family.ts';
import { modelFromJson, modelToJson } from './json.ts';
import { scoreModel } from './score.ts';

const random = seeded('json');
const rows = 300;
const data = Float32Array.from({ length: rows * 3 }, () => (random() < 0.1 ? Number.NaN : random() * 10));
const x = { rows, names: ['a', 'b', 'c'], data };
const y = Float64Array.from({ length: rows }, (_, row) => (data[row * 3] || 0) * 2 + random());

test.each(Object.keys(families) as Family[])(
  'a %s model that went through JSON gives the same scores',
  (name) => {
    const model = families[name].fit({ x, y }, { x, y }, {}, 1, { task: 'regression', classes: 1 });
    const read = modelFromJson(modelToJson(model));
    expect(read).toEqual(model);
    expect(scoreModel(read, x)).toEqual(scoreModel(model, x));
  },
);

test('what is no model is refused', () => {
  expect(() => modelFromJson('{"kind": "neural"}')).toThrow(/no model/);
});
