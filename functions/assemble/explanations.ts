/** What is stored with a model so that it can be explained: what matters to it, and a background to explain against. */
import { importanceOf } from '../../shared/ml/explain/importance.ts';
import { shapOf } from '../../shared/ml/explain/shap.ts';
import { applyFeatures } from '../../shared/ml/features/apply.ts';
import { sample, seeded } from '../../shared/ml/random.ts';
import type { Part } from '../../shared/ml/split.ts';
import { type Matrix, takeRows } from '../../shared/ml/table.ts';
import type { CleanRows } from '../../shared/store/clean-rows.ts';
import { FILES } from '../../shared/tracking/artifact.ts';
import { rowsOf } from '../../shared/tracking/parts.ts';
import type { Workspace } from '../../shared/tracking/workspace.ts';
import type { Trained } from './prove.ts';

/** Rows that importance is the mean over: more would change its third digit. */
const EXPLAINED = 500;
/** What interventional explanations take grows with it. */
const BACKGROUND = 100;

/**
 * @param seed of the samples
 * @returns rows explained, and rows of the background
 */
export async function storeExplanations(
  workspace: Workspace,
  { features, model, head }: Trained,
  { table, bucket }: CleanRows,
  seed: number,
): Promise<{ explained: number; background: number }> {
  // As a server computes them: those of the training's matrix are out-of-fold.
  const featuresOf = (part: Part, most: number): Matrix => {
    const rows = rowsOf(bucket, part);
    const drawn = sample(seeded(seed, 'explanations', part), rows.length, most);
    return applyFeatures(
      features,
      takeRows(
        table,
        drawn.map((index) => rows[index] as number),
      ),
    );
  };
  const background = featuresOf('train', BACKGROUND);
  await workspace.write(
    FILES.background,
    new Uint8Array(background.data.buffer, background.data.byteOffset, background.data.byteLength),
  );
  // Neither learned from, nor looked at in the search.
  const unseen = featuresOf('test', EXPLAINED);
  if (unseen.rows > 0)
    await workspace.writeJson(FILES.importance, importanceOf(shapOf(model)(unseen), head, unseen));
  return { explained: unseen.rows, background: background.rows };
}
