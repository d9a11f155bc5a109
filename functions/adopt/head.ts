/** How sure a model's answers are, learned from rows that it may not have learned from. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { targetInModelSpace } from '../../shared/datasets/target.ts';
import { fitClassificationHead } from '../../shared/ml/calibration/classification-head.ts';
import { headOfScores } from '../../shared/ml/calibration/regression-head.ts';
import type { Head } from '../../shared/ml/models/model.ts';
import type { Matrix, Table } from '../../shared/ml/table.ts';

/**
 * @param table rows of validation and calibration @param x their shown features @param scores of the model, in its space.
 * A number that it answers stays what it is; probabilities are calibrated.
 */
export function headOf(dataset: Dataset, table: Table, x: Matrix, scores: Float64Array, seed: number): Head {
  const { target } = dataset;
  const y = targetInModelSpace(dataset, table);
  return target.task === 'classification'
    ? fitClassificationHead(target.classes, y, scores)
    : headOfScores({ x, y, scores }, 0, { transform: target.transform, seed });
}
