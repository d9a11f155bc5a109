/** What matters to a model as a whole, and the rows that its answers are explained against. */

import type { Explanations } from '../../shared/ml/explain/explanation.ts';
import { finished } from '../../shared/ml/explain/explanation.ts';
import { importanceOf } from '../../shared/ml/explain/importance.ts';
import { allThroughLink } from '../../shared/ml/explain/link.ts';
import { ownedShap } from '../../shared/ml/explain/owned.ts';
import { sampledShap } from '../../shared/ml/explain/sampled.ts';
import { applyFeatures } from '../../shared/ml/features/apply.ts';
import type { FittedFeatures } from '../../shared/ml/features/fitted.ts';
import type { Head } from '../../shared/ml/models/model.ts';
import { sample, seeded } from '../../shared/ml/random.ts';
import { type Table, takeRows } from '../../shared/ml/table.ts';
import type { OfferedTrees } from '../../shared/onnx/offered/trees.ts';
import { FILES } from '../../shared/tracking/artifact.ts';
import { writeBackgroundRows } from '../../shared/tracking/background-rows.ts';
import type { Workspace } from '../../shared/tracking/workspace.ts';
import type { Apart } from './apart.ts';
import { takenIn } from './read-trees.ts';
import { numbersOf } from './scores.ts';

type Asked = Pick<Apart, 'run'>;

export interface Explaining {
  readonly head: Head;
  readonly shown: FittedFeatures;
  /** Names of the shown features. */
  readonly columns: readonly string[];
  /** Absent where it is known by its answers alone. */
  readonly trees: OfferedTrees | undefined;
  readonly train: Table;
  readonly test: Table;
  readonly seed: number;
}

/** Each sampled explanation asks the model for 2 x background x (columns + 1) rows; exact ones for one. */
const SAMPLED = { background: 32, explained: 60 };
const EXACT = { background: 100, explained: 500 };

export async function storeExplanations(
  model: Asked,
  workspace: Workspace,
  explaining: Explaining,
): Promise<void> {
  const { head, shown, trees, train, test } = explaining;
  const most = trees ? EXACT : SAMPLED;
  const background = some(explaining, train, 'train', most.background);
  const unseen = some(explaining, test, 'test', most.explained);
  const explained = trees
    ? await exact(model, explaining, trees, background, unseen)
    : await sampled(model, explaining, background, unseen);
  await workspace.writeJson(FILES.importance, importanceOf(explained, head, applyFeatures(shown, unseen)));
  await workspace.write(FILES.backgroundRows, Buffer.from(writeBackgroundRows(background)));
}

function some(
  { columns, seed }: Explaining,
  { rows, columns: all }: Table,
  part: string,
  most: number,
): Table {
  const known = Object.fromEntries(columns.map((name) => [name, all[name] ?? []]));
  return takeRows({ columns: known }, sample(seeded(seed, 'explanations', part), rows, most));
}

async function exact(
  model: Asked,
  { columns }: Explaining,
  trees: OfferedTrees,
  background: Table,
  unseen: Table,
): Promise<Explanations> {
  const [against, x] = [await takenIn(model, background, trees), await takenIn(model, unseen, trees)];
  const explained = finished(ownedShap(trees, columns.length, against)(x));
  return allThroughLink(trees.link, explained, await numbersOf(model, unseen, 'raw'));
}

const sampled = async (
  model: Asked,
  { head, columns }: Explaining,
  background: Table,
  unseen: Table,
): Promise<Explanations> =>
  await sampledShap(
    {
      background,
      columns,
      outputs: head.task === 'classification' ? head.classes.length : 1,
      score: (table) => numbersOf(model, table, 'raw'),
    },
    unseen,
  );
