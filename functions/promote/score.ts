/** How a served artifact does on held-out rows: its own graph answers, as it would answer a client. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { targetInModelSpace } from '../../shared/datasets/target.ts';
import { classificationMetrics, type Metrics, regressionMetrics } from '../../shared/ml/metrics/metrics.ts';
import { numeric, type Table } from '../../shared/ml/table.ts';
import { type Outputs, openModel } from '../../shared/onnx/session.ts';

export async function scoreArtifact(dataset: Dataset, artifact: Uint8Array, table: Table): Promise<Metrics> {
  const { target } = dataset;
  const model = await openModel(artifact);
  try {
    if (target.task === 'classification') {
      const outputs = await model.run(table, ['probabilities']);
      const actual = targetInModelSpace(dataset, table);
      return classificationMetrics(actual, floats(outputs, 'probabilities'), target.classes);
    }
    const outputs = await model.run(table, ['prediction', 'lower', 'upper']);
    const bounds = { lower: floats(outputs, 'lower'), upper: floats(outputs, 'upper') };
    return regressionMetrics(numeric(table, target.column), floats(outputs, 'prediction'), bounds);
  } finally {
    await model.close();
  }
}

function floats(outputs: Outputs, name: string): Float64Array {
  const values = outputs[name];
  if (!(values instanceof Float32Array)) throw new Error(`the model has no output "${name}"`);
  return Float64Array.from(values);
}
