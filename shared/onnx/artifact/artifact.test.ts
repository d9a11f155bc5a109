import { describe, expect, it } from 'vitest';
import { answerRegression } from '../../ml/calibration/answer.ts';
import { column } from '../../ml/expression.ts';
import { applyFeatures } from '../../ml/features/apply.ts';
import { fitTransform } from '../../ml/features/fit.ts';
import type { LinearModel } from '../../ml/models/model.ts';
import { seeded } from '../../ml/random.ts';
import {
  classificationHead,
  houses,
  regressionHead,
  specifications,
  trees,
  walk,
} from '../fixtures/houses.ts';
import { encodeModel } from '../format/encode.ts';
import { openModel } from '../session.ts';
import { readArtifact } from './read.ts';
import { verifyArtifact } from './verify.ts';
import { writeArtifact } from './write.ts';

const training = houses(2000, 1);
const random = seeded(9);
const prices = Float64Array.from({ length: training.rows }, () => 12 + random());
const classes = Float64Array.from({ length: training.rows }, () => Math.floor(random() * 3));
const all = new Uint8Array(training.rows).fill(1);
const asked = houses(3000, 2, { unseen: true });

function regression() {
  const { fitted } = fitTransform(specifications, training, prices, { task: 'regression' }, all);
  const matrix = applyFeatures(fitted, asked);
  const width = matrix.names.length;
  const model = trees(30, 4, width, 1, 3);
  const head = regressionHead(width);
  return { features: fitted, model, head, matrix, width };
}

function classification() {
  const task = { task: 'classification', classes: classificationHead.classes } as const;
  const { fitted } = fitTransform(specifications, training, classes, task, all);
  const matrix = applyFeatures(fitted, asked);
  const width = matrix.names.length;
  return { features: fitted, model: trees(30, 4, width, 3, 3), head: classificationHead, matrix, width };
}

describe('the graph of a regression', () => {
  const made = regression();
  const bytes = writeArtifact({ ...made, metadata: { dataset: 'houses' } });

  it('computes the features of missing and unseen values to the bit', async () => {
    const model = await openModel(bytes);
    const { features } = await model.run(asked, ['features']);
    expect(features).toEqual(made.matrix.data);
  });

  it("answers in the user's unit, with its interval", async () => {
    const raw = walk(made.model, made.matrix.data, made.width);
    const size = walk(made.head.interval.spread, made.matrix.data, made.width).map(Math.exp);
    const { shift, interval } = made.head;
    const prediction = raw.map((value) => Math.exp(value + shift));
    const lower = raw.map((value, row) =>
      Math.exp(value + shift - interval.quantile * (size[row] as number)),
    );
    const upper = raw.map((value, row) =>
      Math.exp(value + shift + interval.quantile * (size[row] as number)),
    );
    expect(await verifyArtifact(bytes, asked, { raw, prediction, lower, upper })).toBeLessThan(1e-5);
  });

  it('widens its interval by the answers that it is around and reaches to', async () => {
    const reached = { knots: Float64Array.of(11.5, 12, 12.75), factors: Float64Array.of(2, 0.5, 3) };
    const centred = { knots: Float64Array.of(11.75, 12.5), factors: Float64Array.of(1, 1.25) };
    const profile = { reached, centred };
    const head = { ...made.head, interval: { ...made.head.interval, profile } };
    const widened = writeArtifact({ ...made, head });
    const raw = walk(made.model, made.matrix.data, made.width);
    const answer = answerRegression(head, raw, made.matrix);
    expect(answer.upper).not.toEqual(answerRegression(made.head, raw, made.matrix).upper);
    expect(await verifyArtifact(widened, asked, { raw, ...answer })).toBeLessThan(1e-5);
    expect(readArtifact(widened).head).toEqual(head);
  });

  it('is read back as it was written', () => {
    const read = readArtifact(bytes);
    expect(read.model).toEqual(made.model);
    expect(read.head).toEqual(made.head);
    expect(read.featureNames).toEqual(made.matrix.names);
    expect(read.metadata).toEqual({ dataset: 'houses' });
    expect(read.inputs).toContainEqual({ name: 'zip', type: 'string' });
    expect(read.inputs).toContainEqual({ name: 'size', type: 'float' });
  });

  it('is refused when it does not answer as the trainer', async () => {
    const raw = walk(made.model, made.matrix.data, made.width);
    raw[7] = (raw[7] as number) + 0.01;
    await expect(verifyArtifact(bytes, asked, { raw })).rejects.toThrow(/"raw" in row 7/);
  });

  it('is compared on a part of the rows when there are very many', async () => {
    const many = houses(25_000, 4);
    const raw = walk(made.model, applyFeatures(made.features, many).data, made.width);
    expect(await verifyArtifact(bytes, many, { raw })).toBeLessThan(1e-6);
    await expect(verifyArtifact(bytes, many, { raw: raw.map((value) => value + 1) })).rejects.toThrow(
      'row 0',
    );
    await expect(verifyArtifact(bytes, many, { raw: raw.slice(1) })).rejects.toThrow(
      '24999 values are expected',
    );
  });

  it('holds when a feature has learned nothing', async () => {
    const empty = {
      rows: 100,
      columns: {
        ...houses(100, 1).columns,
        city: new Array<null>(100).fill(null),
        code: new Array<null>(100).fill(null),
      },
    };
    const rows = new Uint8Array(100).fill(1);
    const { fitted } = fitTransform(
      specifications,
      empty,
      prices.slice(0, 100),
      { task: 'regression' },
      rows,
    );
    const matrix = applyFeatures(fitted, asked);
    const model = trees(3, 2, matrix.names.length, 1, 3);
    const head = regressionHead(matrix.names.length);
    const bytes = writeArtifact({ features: fitted, model, head });
    expect(await verifyArtifact(bytes, asked, { features: matrix.data })).toBe(0);
  });

  it('holds with a single leaf, and with no tree at all', async () => {
    const leaf = { ...trees(1, 0, 1, 1, 3), base: Float64Array.of(11) };
    for (const model of [leaf, { ...leaf, trees: [] }]) {
      const raw = walk(model, made.matrix.data, made.width);
      expect(await verifyArtifact(writeArtifact({ ...made, model }), asked, { raw })).toBeLessThan(1e-6);
    }
  });

  it('is refused when parts do not fit together, or names clash', () => {
    const many = trees(3, 2, 1000, 1, 3);
    expect(() => writeArtifact({ ...made, model: many })).toThrow(/uses feature \d+, there are/);
    expect(() => writeArtifact({ ...made, head: classificationHead })).toThrow('1 outputs, its head wants 3');
    const clash = { features: [{ kind: 'formula', name: 'x', of: column('raw') }] } as const;
    const one = { model: trees(1, 1, 1, 1, 3), head: regressionHead(1) };
    expect(() => writeArtifact({ ...one, features: clash })).toThrow('a column is named "raw"');
  });

  it('answers rows without any column', async () => {
    const model = await openModel(bytes);
    const { prediction } = await model.run({ rows: 2, columns: {} });
    expect(prediction?.[0]).toBeGreaterThan(0);
    expect(prediction?.[1]).toBe(prediction?.[0]);
  });
});

describe('reading', () => {
  it('refuses what is no artifact', () => {
    expect(() => readArtifact(Buffer.from('<html>'))).toThrow('not a protocol buffer');
    expect(() => readArtifact(new Uint8Array())).toThrow('it has no graph');
    const foreign = encodeModel({
      irVersion: 9,
      producer: 'other',
      operators: { '': 20 },
      graph: { name: 'g', nodes: [], constants: [], inputs: [], outputs: [] },
      metadata: {},
    });
    expect(() => readArtifact(foreign)).toThrow('no artifact of this platform');
  });
});

describe('the graph of a classification', () => {
  const made = classification();
  const bytes = writeArtifact(made);
  const raw = walk(made.model, made.matrix.data, made.width);

  it('computes the features to the bit', async () => {
    const model = await openModel(bytes);
    const { features } = await model.run(asked, ['features']);
    expect(features).toEqual(made.matrix.data);
  });

  it('gives softmax of the scaled scores, and the likeliest class', async () => {
    const { scale, offset, classes: labels } = classificationHead;
    const probabilities = new Float64Array(raw.length);
    const likeliest: string[] = [];
    for (let row = 0; row < asked.rows; row++) {
      const scores = labels.map(
        (_, k) => (scale[k] as number) * (raw[row * 3 + k] as number) + (offset[k] as number),
      );
      const sum = scores.reduce((total, score) => total + Math.exp(score), 0);
      scores.forEach((score, k) => {
        probabilities[row * 3 + k] = Math.exp(score) / sum;
      });
      likeliest.push(labels[scores.indexOf(Math.max(...scores))] as string);
    }
    expect(await verifyArtifact(bytes, asked, { raw, probabilities })).toBeLessThan(1e-5);
    const model = await openModel(bytes);
    expect((await model.run(asked)).label).toEqual(likeliest);
  });

  it('is read back as it was written', () => {
    const read = readArtifact(bytes);
    expect(read.model).toEqual(made.model);
    expect(read.head).toEqual(made.head);
  });
});

describe('the graph of a linear model', () => {
  const { features, head, matrix, width } = regression();
  const next = seeded(4);
  const model: LinearModel = {
    kind: 'linear',
    outputs: 1,
    coefficients: [Float64Array.from({ length: width }, () => (next() - 0.5) / 100)],
    intercepts: Float64Array.of(12.1),
    fill: Float64Array.from({ length: width }, () => next() * 3),
  };
  const bytes = writeArtifact({ features, model, head });

  it('fills what is missing and sums', async () => {
    const raw = Float64Array.from({ length: asked.rows }, (_, row) => {
      let sum = 12.1;
      for (let k = 0; k < width; k++) {
        const x = matrix.data[row * width + k] as number;
        sum += (model.coefficients[0]?.[k] as number) * (Number.isNaN(x) ? (model.fill[k] as number) : x);
      }
      return sum;
    });
    expect(await verifyArtifact(bytes, asked, { raw })).toBeLessThan(1e-6);
  });

  it('is read back exactly', () => {
    expect(readArtifact(bytes).model).toEqual(model);
  });
});
