/** From raw scores to calibrated probabilities and the likeliest class. */
import type { ClassificationHead } from '../../ml/models/model.ts';
import type { GraphValue } from '../format/model.ts';
import type { GraphBuilder } from './builder.ts';

/** Names of what is read back from the file. */
export const classificationNames = { scale: 'head.scale', offset: 'head.offset', classes: 'head.classes' };

/** Adds `probabilities` and `label`. */
export function addClassification(graph: GraphBuilder, head: ClassificationHead, raw: string): GraphValue[] {
  const count = head.classes.length;
  const floats = (name: string, values: Float64Array) =>
    graph.constant({ type: 'float', shape: [count], values: Float32Array.from(values) }, name);
  const scaled = graph.add('Mul', [raw, floats(classificationNames.scale, head.scale)]);
  const scores = graph.add('Add', [scaled, floats(classificationNames.offset, head.offset)]);
  graph.add('Softmax', [scores], { axis: { integer: -1 } }, { output: 'probabilities' });
  const classes = graph.constant(
    { type: 'string', shape: [count], values: head.classes },
    classificationNames.classes,
  );
  const likeliest = graph.add('ArgMax', [scores], { axis: { integer: 1 }, keepdims: { integer: 0 } });
  graph.add('Gather', [classes, likeliest], {}, { output: 'label' });
  return [
    { name: 'probabilities', type: 'float', shape: ['N', count] },
    { name: 'label', type: 'string', shape: ['N'] },
  ];
}
