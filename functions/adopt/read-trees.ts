/** Whether trees that were read are the model: their scores on rows, against what its graph answers to these. */
import { linked } from '../../shared/ml/explain/link.ts';
import { isExplainable } from '../../shared/ml/explain/owned.ts';
import { scoreModel } from '../../shared/ml/models/score.ts';
import type { Matrix, Table } from '../../shared/ml/table.ts';
import { takenByTrees } from '../../shared/onnx/offered/compose.ts';
import type { OfferedTrees } from '../../shared/onnx/offered/trees.ts';
import type { Apart } from './apart.ts';
import { numbersOf } from './scores.ts';

type Asked = Pick<Apart, 'run'>;

/** A graph adds up in float32. */
const TOLERANCE = 1e-4;

/** What the trees take of the rows of a table. */
export async function takenIn(model: Asked, table: Table, { owners }: OfferedTrees): Promise<Matrix> {
  const data = Float32Array.from(await numbersOf(model, table, takenByTrees));
  return { rows: table.rows, names: owners.map((_, at) => String(at)), data };
}

/** @param model with trees in its graph @returns whether they explain its answers exactly */
export async function areTheModel(model: Asked, table: Table, trees: OfferedTrees): Promise<boolean> {
  if (!isExplainable(trees)) return false;
  const x = await takenIn(model, table, trees);
  const { base } = trees.ensemble;
  if (x.data.length !== table.rows * trees.owners.length) return false;
  const scores = scoreModel(trees.ensemble, x);
  const raw = await numbersOf(model, table, 'raw');
  const outputs = base.length;
  for (let row = 0; row < table.rows; row++) {
    const own = linked(trees.link, scores.subarray(row * outputs, (row + 1) * outputs));
    if (!own.every((score, k) => isNear(score, raw[row * outputs + k] as number))) return false;
  }
  return true;
}

const isNear = (score: number, raw: number): boolean =>
  Math.abs(score - raw) <= TOLERANCE * Math.max(1, Math.abs(raw));
