/** What runs in the process of a model of somebody else's: it opens the graph, then answers one table after another. */
import { type Alone, openAlone } from '../../shared/onnx/offered/alone.ts';
import { type OpenModel, openModel } from '../../shared/onnx/session.ts';
import type { Asked, Told } from './apart.ts';

let model: OpenModel | undefined;
let alone: Alone | undefined;

async function answer(asked: Asked): Promise<Told> {
  try {
    if ('graph' in asked) {
      model = await openModel(asked.graph);
      return { is: 'open' };
    }
    if ('brought' in asked) {
      alone = await openAlone(asked.brought, asked.output);
      return { is: 'open' };
    }
    if ('feeds' in asked && alone) return { is: 'numbers', numbers: await alone.run(asked.feeds) };
    if ('table' in asked && model)
      return { is: 'answer', outputs: await model.run(asked.table, asked.wanted) };
    throw new Error('no graph is open');
  } catch (error) {
    return { is: 'refusal', reason: error instanceof Error ? error.message : String(error) };
  }
}

process.on('message', async (asked: Asked) => {
  process.send?.(await answer(asked));
});
// Whoever asks is gone.
process.on('disconnect', () => process.exit(0));
