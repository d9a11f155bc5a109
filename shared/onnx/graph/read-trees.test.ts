/** Trees that this platform has not written are refused, not misread. */
import { expect, test } from 'vitest';
import { scoreModel } from '../../ml/models/score.ts';
import { seeded } from '../../ml/random.ts';
import { writeArtifact } from '../artifact/write.ts';
import { regressionHead, trees } from '../fixtures/houses.ts';
import { decodeModel } from '../format/decode.ts';
import type { GraphNode } from '../format/model.ts';
import { readTrees } from './read-trees.ts';

const model = trees(3, 3, 2, 1, 1);
const features = ['a', 'b'].map((name) => ({ kind: 'formula', name, of: { op: 'column', name } }) as const);
const { graph } = decodeModel(writeArtifact({ features: { features }, model, head: regressionHead(2) }));

test('those that it has written score as before', () => {
  const random = seeded(1);
  const x = { rows: 50, names: ['a', 'b'], data: Float32Array.from({ length: 100 }, () => random() * 4 - 2) };
  expect(scoreModel(readTrees(graph, 'raw', 2), x)).toEqual(scoreModel(model, x));
});

test('a node that compares in another way is named', () => {
  const nodes = graph.nodes.map((node): GraphNode => {
    const modes = node.attributes.nodes_modes;
    if (node.outputs[0] !== 'raw' || !modes || !('texts' in modes)) return node;
    const texts = modes.texts.map((mode, at) => (at === 0 ? 'BRANCH_EQ' : mode));
    return { ...node, attributes: { ...node.attributes, nodes_modes: { texts } } };
  });
  expect(() => readTrees({ ...graph, nodes }, 'raw', 2)).toThrow('has BRANCH_EQ, expected BRANCH_LEQ');
});
