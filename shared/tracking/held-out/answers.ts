/** How a served artifact does on held-out rows: its own graph answers, as it would answer a client. */
import type { Dataset } from '../../datasets/declaration.ts';
import { targetInModelSpace } from '../../datasets/target.ts';
import type { Answers } from '../../ml/metrics/answers.ts';
import { numeric, type Table } from '../../ml/table.ts';
import { type Outputs, openModel } from '../../onnx/session.ts';

/** @param level share of rows that the artifact's intervals promise to hold, if it has intervals */
export async function answersOf(
  dataset: Dataset,
  artifact: Uint8Array,
  table: Table,
  level?: number,
): Promise<Answers> {
  const { target } = dataset;
  const model = await openModel(artifact);
  try {
    if (target.task === 'classification') {
      const outputs = await model.run(table, ['probabilities']);
      const probabilities = floats(outputs, 'probabilities');
      const actual = targetInModelSpace(dataset, table);
      return { task: 'classification', actual, probabilities, classes: target.classes };
    }
    const outputs = await model.run(table, ['prediction', 'lower', 'upper']);
    const bounds = { lower: floats(outputs, 'lower'), upper: floats(outputs, 'upper') };
    return {
      task: 'regression',
      actual: numeric(table, target.column),
      predicted: floats(outputs, 'prediction'),
      bounds: level === undefined ? bounds : { ...bounds, level },
    };
  } finally {
    await model.close();
  }
}

function floats(outputs: Outputs, name: string): Float64Array {
  const values = outputs[name];
  if (!(values instanceof Float32Array)) throw new Error(`the model has no output "${name}"`);
  return Float64Array.from(values);
}
