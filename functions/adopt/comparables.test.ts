/** Rows that a model whose trees are read takes for alike. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { datasetNamed } from '../../shared/datasets/index.ts';
import { nearestRows } from '../../shared/ml/neighbours/neighbours.ts';
import { type Table, takeRows } from '../../shared/ml/table.ts';
import { composeOffered } from '../../shared/onnx/offered/compose.ts';
import { outlineOf } from '../../shared/onnx/offered/outline.ts';
import { treesOffered } from '../../shared/onnx/offered/trees.ts';
import { openModel } from '../../shared/onnx/session.ts';
import { loadDatasets } from '../../shared/runtime/dataset-modules.ts';
import { FILES } from '../../shared/tracking/artifact.ts';
import { readComparables } from '../../shared/tracking/comparables.ts';
import { MATRIX } from '../../tests/fixtures/offered.ts';
import { tinyModule } from '../../tests/tiny.ts';
import { storeComparables } from './comparables.ts';
import { contractOf } from './contract.ts';
import { takenIn } from './read-trees.ts';
import { shownFeatures } from './shown.ts';

await loadDatasets(tinyModule);
const dataset = { ...datasetNamed('tiny'), comparables: ['size', 'district'] };
const brought = readFileSync(new URL('./fixtures/lightgbm.onnx', import.meta.url));
const outline = outlineOf(brought);
const contract = contractOf(dataset, outline, { features: MATRIX, answer: 'log' });

const rows = 40;
const places = Array.from({ length: rows }, (_, row) => row);
const table: Table = {
  rows,
  columns: {
    flat: places.map(String),
    size: Float64Array.from(places, (row) => (row % 7 === 3 ? Number.NaN : 20 + 4 * row)),
    rooms: Float64Array.from(places, (row) => 1 + (row % 5)),
    district: places.map((row) => ['harbour', 'old town', 'works'][row % 3] ?? null),
    rent: Float64Array.from(places, (row) => 300 + row),
  },
};

test('the row most alike to a training row is that row, with what became true of it', async () => {
  const trees = treesOffered(outline, contract, contract.columns);
  if (!trees) throw new Error('its trees are not read');
  const shown = shownFeatures(dataset, contract.columns, table);
  const model = await openModel(composeOffered({ outline, ...contract, shown, trees }));
  const asked = {
    run: async (some: Table, wanted: readonly string[]) => {
      const known = Object.entries(some.columns).filter(([name]) => contract.columns.includes(name));
      return await model.run({ rows: some.rows, columns: Object.fromEntries(known) }, wanted);
    },
  };
  const written = new Map<string, Uint8Array>();
  const workspace = { write: async (name: string, bytes: Uint8Array) => void written.set(name, bytes) };
  // All are rows to learn from.
  const all = { table, bucket: new Uint8Array(rows) };
  await storeComparables(asked, { dataset, workspace, contract, rows: all }, trees, 1);
  const stored = readComparables(written.get(FILES.comparables) ?? new Uint8Array());
  expect(stored.count).toBe(rows);
  for (const row of [0, 17, 39]) {
    const x = await takenIn(asked, takeRows(table, [row]), trees);
    const found = nearestRows(trees.ensemble, stored.codes, x, stored.count, rows);
    const alike = found.filter(({ similarity }) => similarity === 1).map((one) => stored.row(one.row).rent);
    expect(alike).toContain(300 + row);
    expect(found.at(-1)?.similarity).toBeLessThan(0.7);
  }
  await model.close();
});
