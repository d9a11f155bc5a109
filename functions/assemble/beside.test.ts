/** What is stored beside a model: from which rows, and what of them. */
import { beforeAll, expect, it } from 'vitest';
import { diabetes } from '../../shared/datasets/diabetes/index.ts';
import type { Importance } from '../../shared/ml/explain/importance.ts';
import { shapOf } from '../../shared/ml/explain/shap.ts';
import { applyFeatures } from '../../shared/ml/features/apply.ts';
import type { FittedFeatures } from '../../shared/ml/features/fitted.ts';
import type { LinearModel } from '../../shared/ml/models/model.ts';
import { partOf } from '../../shared/ml/split.ts';
import type { CleanRows } from '../../shared/store/clean-rows.ts';
import { type Comparables, readComparables } from '../../shared/tracking/comparables.ts';
import type { Workspace } from '../../shared/tracking/workspace.ts';
import { storeComparables } from './comparables.ts';
import { storeExplanations } from './explanations.ts';

const count = 400;
const each = <T>(of: (row: number) => T): T[] => Array.from({ length: count }, (_, row) => of(row));
const rows: CleanRows = {
  table: {
    rows: count,
    columns: {
      patient_nbr: each((row) => `patient ${row}`),
      number_inpatient: Float64Array.from(each((row) => (row % 9 === 0 ? Number.NaN : row))),
      race: each((row) => (row % 2 ? 'Asian' : null)),
      readmitted: each(() => 'NO'),
    },
  },
  bucket: Uint8Array.from(each((row) => row % 100)),
};
const seen = (column: string): FittedFeatures['features'][number] => ({
  kind: 'lookup',
  names: [`${column}_seen`],
  levels: [{ key: [column], keys: ['Asian'], rows: [0] }],
  values: [1, 0],
});
const features: FittedFeatures = {
  features: [
    { kind: 'formula', name: 'number_inpatient', of: { op: 'column', name: 'number_inpatient' } },
    seen('race'),
    seen('patient_nbr'),
  ],
};
const model: LinearModel = {
  kind: 'linear',
  outputs: 3,
  coefficients: [1, 2, 3].map((k) => Float64Array.of(k / 100, k, 0)),
  intercepts: new Float64Array(3),
  fill: new Float64Array(3),
};
const three = new Float64Array(3);
const classes = ['<30', '>30', 'NO'];
const head = { task: 'classification', classes, scale: three.map(() => 1), offset: three } as const;

const shown = { ...diabetes, comparables: ['number_inpatient', 'race'] };
const written = new Map<string, Buffer>();
const workspace = {
  write: async (file: string, bytes: Uint8Array) => void written.set(file, Buffer.from(bytes)),
  writeJson: async (file: string, value: unknown) =>
    void written.set(file, Buffer.from(JSON.stringify(value))),
} as Partial<Workspace> as Workspace;
let comparables: Comparables;

beforeAll(async () => {
  await storeComparables(workspace, shown, { features, model, head }, rows, 42);
  await storeExplanations(workspace, { features, model, head }, rows, 42);
  comparables = readComparables(written.get('comparables.bin') as Buffer);
});

it('comparable rows are of the training part alone', () => {
  expect(comparables.count).toBe(280);
  for (let index = 0; index < comparables.count; index++) {
    const value = comparables.row(index).number_inpatient;
    if (typeof value === 'number') expect(partOf(value % 100)).toBe('train');
  }
});

it('where a data set shows no rows, none are stored', async () => {
  const files: string[] = [];
  const other = { write: async (file: string) => void files.push(file) } as Partial<Workspace> as Workspace;
  await storeComparables(other, diabetes, { features, model, head }, rows, 42);
  expect(files).toEqual([]);
});

it('they show the columns that the data set names and the truth, but not whose they are', () => {
  expect(comparables.row(1)).toEqual({ readmitted: 'NO', number_inpatient: 1, race: 'Asian' });
  expect(comparables.row(0)).toEqual({ readmitted: 'NO', number_inpatient: null, race: null });
});

it('the background is features as a server computes them', () => {
  const bytes = written.get('background.f32') as Buffer;
  const width = 3;
  expect(bytes.length).toBe(100 * width * 4);
  const data = new Float32Array(new Uint8Array(bytes).buffer);
  const served = applyFeatures(features, rows.table).data;
  const known = new Set(
    Array.from({ length: count }, (_, row) => String(served.slice(row * width, (row + 1) * width))),
  );
  for (let row = 0; row < 100; row++)
    expect(known).toContain(String(data.slice(row * width, (row + 1) * width)));
});

it('importance is of held-out rows', () => {
  const { rows: explained, features: ranked } = JSON.parse(
    (written.get('importance.json') as Buffer).toString('utf8'),
  ) as Importance;
  expect(explained).toBe(40);
  const heldOut = Array.from(rows.bucket.keys()).filter(
    (row) => partOf(rows.bucket[row] as number) === 'test',
  );
  const all = applyFeatures(features, rows.table);
  const { contributions } = shapOf(model)(all);
  const sizes = heldOut.flatMap((row) =>
    [0, 1, 2].map((k) => Math.abs(contributions[(row * 3 + k) * 3] as number)),
  );
  const expected = sizes.reduce((total, size) => total + size, 0) / sizes.length;
  expect(ranked.find(({ name }) => name === 'number_inpatient')?.importance).toBeCloseTo(expected, 9);
});

it('the same seed stores the same bytes', async () => {
  const before = new Map(written);
  await storeComparables(workspace, diabetes, { features, model, head }, rows, 42);
  await storeExplanations(workspace, { features, model, head }, rows, 42);
  expect(written).toEqual(before);
});
