/** What runs in the process of a model of somebody else's: it opens the graph, then answers one table after another. */
import { type OpenModel, openModel } from '../../shared/onnx/session.ts';
import type { Asked, Told } from './apart.ts';

let model: OpenModel | undefined;

async function answer(asked: Asked): Promise<Told> {
  try {
    if ('graph' in asked) {
      model = await openModel(asked.graph);
      return { is: 'open' };
    }
    if (!model) throw new Error('no graph is open');
    return { is: 'answer', outputs: await model.run(asked.table, asked.wanted) };
  } catch (error) {
    return { is: 'refusal', reason: error instanceof Error ? error.message : String(error) };
  }
}

process.on('message', async (asked: Asked) => {
  process.send?.(await answer(asked));
});
// Whoever asks is gone.
process.on('disconnect', () => process.exit(0));
