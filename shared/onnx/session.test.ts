import { beforeAll, describe, expect, it } from 'vitest';
import { fitTransform } from '../ml/features/fit.ts';
import type { FittedFeatures } from '../ml/features/fitted.ts';
import type { Model } from '../ml/models/model.ts';
import { seeded } from '../ml/random.ts';
import type { Table } from '../ml/table.ts';
import { writeArtifact } from './artifact/write.ts';
import { classificationHead, houses, regressionHead, specifications, trees } from './fixtures/houses.ts';
import { type OpenModel, type Outputs, openModel } from './session.ts';

const training = houses(1000, 1);
const asked = houses(2500, 2, { unseen: true });

function fitted(classes?: readonly string[]): { features: FittedFeatures; width: number } {
  const random = seeded(8);
  const target = Float64Array.from({ length: training.rows }, () =>
    classes ? Math.floor(random() * 3) : 12 + random(),
  );
  const task = classes ? ({ task: 'classification', classes } as const) : ({ task: 'regression' } as const);
  const rows = new Uint8Array(training.rows).fill(1);
  const { fitted, matrix } = fitTransform(specifications, training, target, task, rows);
  return { features: fitted, width: matrix.names.length };
}

function linear(width: number, outputs: number): Model {
  const random = seeded(6);
  const weights = () => Float64Array.from({ length: width }, () => random() - 0.5);
  const coefficients = Array.from({ length: outputs }, weights);
  return { kind: 'linear', outputs, coefficients, intercepts: new Float64Array(outputs), fill: weights() };
}

const rowsOf = (table: Table, start: number, end: number): Table => ({
  rows: end - start,
  columns: Object.fromEntries(
    Object.entries(table.columns).map(([name, values]) => [name, values.slice(start, end)]),
  ),
});

async function expectSameAlone(model: OpenModel, together: Outputs): Promise<void> {
  for (let row = 0; row < 300; row++) {
    const alone = await model.run(rowsOf(asked, row, row + 1));
    for (const name of model.outputs) {
      const width = alone[name]?.length as number;
      expect(alone[name]).toEqual(together[name]?.slice(row * width, (row + 1) * width));
    }
  }
}

describe('an open model', () => {
  const { features, width } = fitted();
  let model: OpenModel;
  beforeAll(async () => {
    const many = trees(150, 4, width, 1, 3);
    model = await openModel(writeArtifact({ features, model: many, head: regressionHead(width) }));
  });

  it('says what it takes and what it answers', () => {
    expect(model.inputs).toContainEqual({ name: 'city', type: 'string' });
    expect(model.inputs).toContainEqual({ name: 'bed', type: 'float' });
    expect(new Set(model.outputs)).toEqual(new Set(['prediction', 'lower', 'upper', 'raw', 'features']));
  });

  it('answers a row alone to the bit as among others', async () => {
    await expectSameAlone(model, await model.run(asked));
  });

  it('answers a big table in order', async () => {
    const { prediction } = await model.run(asked, ['prediction']);
    expect(prediction).toHaveLength(2500);
    const last = await model.run(rowsOf(asked, 2490, 2500), ['prediction']);
    expect(prediction?.slice(2490)).toEqual(last.prediction);
  });

  it('lets others run while it answers a big table', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await model.run(houses(20_000, 3));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });

  it('answers many at once, each its own', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, row) => model.run(rowsOf(asked, row, row + 1), ['prediction'])),
    );
    const { prediction } = await model.run(rowsOf(asked, 0, 50), ['prediction']);
    expect(answers.map((answer) => answer.prediction?.[0])).toEqual([...(prediction ?? [])]);
  });

  it('takes no text for another that it begins with', async () => {
    const ask = async (city: string) =>
      (await model.run({ rows: 1, columns: { city: [city], state: ['State 1'] } })).raw;
    const known = training.columns.city?.[0] as string;
    expect(await ask(`${known}\0x`)).toEqual(await ask('nowhere'));
  });

  it('answers no rows with nothing', async () => {
    const { prediction } = await model.run(rowsOf(asked, 0, 0), ['prediction']);
    expect(prediction).toHaveLength(0);
  });

  it('refuses a column of the other type', async () => {
    const table = { rows: 1, columns: { city: Float64Array.of(1) } };
    await expect(model.run(table)).rejects.toThrow('column "city" is text in the model');
  });

  it('is refused when the bytes are no model', async () => {
    await expect(openModel(Buffer.from('no model'))).rejects.toThrow();
  });
});

describe('a row alone is answered to the bit as among others', () => {
  it('with an interval that is as wide as where it reaches to says', async () => {
    const { features, width } = fitted();
    const head = regressionHead(width);
    const reached = { knots: Float64Array.of(11, 11.5, 12, 12.3), factors: Float64Array.of(2, 0.5, 3, 1) };
    const centred = { knots: Float64Array.of(11.2, 12.1, 12.5), factors: Float64Array.of(1, 0.8, 1.3) };
    const interval = { ...head.interval, profile: { reached, centred } };
    const bytes = writeArtifact({ features, model: trees(150, 4, width, 1, 3), head: { ...head, interval } });
    const model = await openModel(bytes);
    await expectSameAlone(model, await model.run(asked));
  });

  it('by a linear model', async () => {
    const { features, width } = fitted();
    const bytes = writeArtifact({ features, model: linear(width, 1), head: regressionHead(width) });
    const model = await openModel(bytes);
    await expectSameAlone(model, await model.run(asked));
  });

  it('by a linear classification', async () => {
    const { features, width } = fitted(classificationHead.classes);
    const bytes = writeArtifact({ features, model: linear(width, 3), head: classificationHead });
    const model = await openModel(bytes);
    await expectSameAlone(model, await model.run(asked));
  });

  it('by trees of a classification', async () => {
    const { features, width } = fitted(classificationHead.classes);
    const bytes = writeArtifact({ features, model: trees(150, 4, width, 3, 7), head: classificationHead });
    const model = await openModel(bytes);
    await expectSameAlone(model, await model.run(asked));
  });
});
