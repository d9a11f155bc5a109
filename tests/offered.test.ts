/**
 * A model of somebody's own, from its registration to a server that answers with it: flats, by models that LightGBM and
 * scikit-learn have fitted and the usual converters have written (scripts/reference/offered_models.py).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadModel } from '../functions/predict/model.ts';
import type { Row } from '../shared/datasets/schema.ts';
import { FILES, type ModelMetadata, modelAddress } from '../shared/tracking/artifact.ts';
import { checksumOf } from '../shared/tracking/checksums.ts';
import { fixture, MATRIX } from './fixtures/offered.ts';
import { type Offering, startOffering } from './offered.ts';

interface Answers {
  readonly columns: Readonly<Record<string, readonly (number | string | null)[]>>;
  readonly lightgbm: readonly number[];
  readonly 'scikit-learn': readonly number[];
}

const answers = JSON.parse(fixture('answers.json').toString('utf8')) as Answers;
const asked: Row[] = answers.lightgbm.map((_, row) =>
  Object.fromEntries(
    Object.entries(answers.columns).flatMap(([name, values]) => {
      const value = values[row];
      return value === null || value === undefined ? [] : [[name, value]];
    }),
  ),
);

let offering: Offering;
beforeAll(async () => {
  offering = await startOffering({ rows: 1500, seed: 1 });
}, 60_000);
afterAll(() => offering?.stop());

const versionOf = async (version: number) =>
  (
    await offering.services.sql`
      select run_id as run, source, reason, status, status_message as told, metrics, files
      from marea.model_versions where name = 'tiny' and version = ${version}`
  )[0];
const historyOf = async (version: number) =>
  (
    await offering.services.sql`
      select event from marea.model_history where name = 'tiny' and version = ${version} order by id`
  ).map(({ event }) => event);

const lightgbm = { 'model.onnx': fixture('lightgbm.onnx') };
const declared = { 'marea.features': JSON.stringify(MATRIX), 'marea.answer': 'log' };

describe.each([
  [
    'LightGBM, one matrix of declared features, the logarithm',
    lightgbm,
    declared,
    'lightgbm',
    'interventional',
  ],
  [
    'scikit-learn, columns by their names, the rent itself',
    { 'flats.onnx': fixture('scikit-learn.onnx') },
    {},
    'scikit-learn',
    'sampled',
  ],
] as const)('%s', (_, files, tags, name, method) => {
  let version: number;
  beforeAll(async () => {
    version = await offering.register(files, tags);
    await offering.offer(version);
  }, 120_000);

  test('is judged on the held-out rows, and its version, files and history say so', async () => {
    const found = await versionOf(version);
    expect(found).toMatchObject({ source: `s3://models/tiny/${version}`, status: 'READY' });
    expect(found?.reason).toMatch(/on 1\d\d held-out rows/);
    expect(found?.metrics.r2).toBeGreaterThan(0.8);
    expect(await historyOf(version)).toEqual(['approved']);
    const graph = await offering.services.objects.read(modelAddress('tiny', version, FILES.graph));
    expect(found?.files[FILES.graph]).toBe(checksumOf(graph));
  });

  test('nine of ten intervals hold the rent of rows that it has not seen', async () => {
    const { metrics } = (await versionOf(version)) ?? {};
    expect(metrics.coverage).toBeGreaterThan(0.84);
    expect(metrics.coverage).toBeLessThan(0.96);
  });

  test('is served as the library itself answers, with what is missing', async () => {
    const model = await loadModel(offering.services.objects, 'tiny', { version });
    const served = await model.answerAll(asked);
    served.forEach(({ rent }, row) => {
      const wanted = Math.max(answers[name][row] as number, 1e-6);
      expect(Math.abs((rent as number) - wanted) / wanted).toBeLessThan(2e-5);
    });
    await model.graph.close();
  });

  test(`is explained by the stated method, ${method}, to its answer`, async () => {
    const { objects } = offering.services;
    const model = await loadModel(objects, 'tiny', { version });
    const { metadata, graph, explainers } = model;
    expect([metadata.explanation, metadata.featureNames]).toEqual([method, ['size', 'rooms', 'district']]);
    const table = {
      rows: 1,
      columns: { size: Float64Array.of(70), rooms: Float64Array.of(3), district: ['works'] },
    };
    const { prediction, features } = await graph.run(table);
    const x = { rows: 1, names: metadata.featureNames, data: features as Float32Array };
    const explainer = await explainers[method]();
    const [explained] = await explainer({ x, table, answers: prediction as Float32Array });
    const { base, contributions } = explained?.unit[0] ?? { base: 0, contributions: new Float64Array() };
    expect(contributions.reduce((sum, part) => sum + part, base)).toBeCloseTo(
      (prediction as Float32Array)[0] ?? 0,
      1,
    );
    // The works are the cheapest district.
    expect(contributions[2]).toBeLessThan(0);
    await graph.close();
  });

  test('has its card, with what matters to it', async () => {
    const bytes = await offering.services.objects.read(modelAddress('tiny', version, FILES.card));
    const { details, importance, limits } = JSON.parse(bytes.toString('utf8'));
    expect([details.version, details.family]).toEqual([version, 'offered']);
    expect(details.trees?.trees ?? null).toBe(method === 'interventional' ? 40 : null);
    expect(limits).toContainEqual({ kind: 'offered', explained: method });
    expect(importance.features.map(({ name }: { name: string }) => name).sort()).toEqual([
      'district',
      'rooms',
      'size',
    ]);
  });

  test('learned from the rows that are there, as one who takes a batch back hears', async () => {
    const { run } = (await versionOf(version)) ?? {};
    const learned = await offering.services.sql`select batch, rows from marea.learned where run_id = ${run}`;
    expect([...learned]).toEqual([{ batch: 'b1', rows: 1500 }]);
  });
});

test('an event that comes twice changes nothing', async () => {
  const version = await offering.register(lightgbm, declared);
  await offering.offer(version);
  const before = [await versionOf(version), await historyOf(version)];
  await offering.offer(version);
  expect([await versionOf(version), await historyOf(version)]).toEqual(before);
});

test('its MLmodel may declare what its tags do not', async () => {
  const mlmodel = `flavors:\n  onnx:\n    data: model.onnx\nmetadata:\n  marea.features: ${JSON.stringify(MATRIX)}\n  marea.answer: log\n`;
  const version = await offering.register({ ...lightgbm, MLmodel: mlmodel, 'other.onnx': 'not this one' });
  await offering.offer(version);
  expect(await historyOf(version)).toEqual(['approved']);
});

test.each([
  ['no file', {}, {}, 'there are no files at mlflow-artifacts:/1/run'],
  ['no graph', { 'model.pkl': 'pickled' }, {}, 'no ONNX file, and its MLmodel names none'],
  ['what is no ONNX', { 'model.onnx': 'PK, or so' }, {}, 'its file is no ONNX model'],
  [
    'a matrix of undeclared features',
    lightgbm,
    {},
    'it takes "input", and tiny is asked with flat, size, rooms, district',
  ],
  ['features of another number', lightgbm, { 'marea.features': '["size"]' }, 'it declares 1 features'],
  [
    'the target',
    lightgbm,
    { 'marea.features': JSON.stringify(['rent', ...MATRIX.slice(1)]) },
    'it takes "rent"',
  ],
  [
    'an answer in an unknown unit',
    lightgbm,
    { ...declared, 'marea.answer': 'euros' },
    'marea.answer is "euros"',
  ],
  ['classes for a number', { 'model.onnx': fixture('classes.onnx') }, {}, 'expected 1 for each row'],
])('%s is refused with what is wrong, and nothing else happens', async (_, files, tags, reason) => {
  const { sql, objects } = offering.services;
  const version = await offering.register(files, tags);
  const runs = (await sql`select id from marea.runs`).length;
  await offering.offer(version);
  const found = await versionOf(version);
  expect(found).toMatchObject({ status: 'FAILED_REGISTRATION', files: null, run: `notebook${version}` });
  expect(found?.reason).toContain(reason);
  expect(found?.told).toBe(found?.reason);
  expect(await historyOf(version)).toEqual(['rejected']);
  expect(await sql`select id from marea.runs`).toHaveLength(runs);
  expect(await objects.list('models', `tiny/${version}/`)).toEqual([]);
});

test('metadata tell where it came from', async () => {
  const version = await offering.register(lightgbm, declared);
  await offering.offer(version);
  const bytes = await offering.services.objects.read(modelAddress('tiny', version, FILES.metadata));
  const { family, runId } = JSON.parse(bytes.toString('utf8')) as ModelMetadata;
  const tags = await offering.services.sql`select key, value from marea.tags where run_id = ${runId}`;
  expect(family).toBe('offered');
  expect([...tags]).toContainEqual({ key: 'marea.offered_run', value: `notebook${version}` });
});
