/** Several ensembles of trees as one, whose score is the mean of theirs. */
import type { TreeEnsemble } from './model.ts';

/**
 * All trees side by side, each leaf divided by the number of ensembles and rounded to float32, as the graph holds it.
 * @throws when there is none, or they have different numbers of outputs
 */
export function averageOf(ensembles: readonly TreeEnsemble[]): TreeEnsemble {
  const [first, ...others] = ensembles;
  if (!first) throw new Error('an average needs at least one ensemble');
  if (others.length === 0) return first;
  const stranger = others.find(({ outputs }) => outputs !== first.outputs);
  if (stranger) {
    throw new Error(`ensembles of ${first.outputs} and ${stranger.outputs} outputs have no average`);
  }
  const share = (value: number): number => Math.fround(value / ensembles.length);
  const base = first.base.map((_, k) =>
    ensembles.reduce((sum, ensemble) => sum + (ensemble.base[k] as number) / ensembles.length, 0),
  );
  const trees = ensembles.flatMap((ensemble) =>
    ensemble.trees.map((tree) => ({ ...tree, value: tree.value.map(share) })),
  );
  return { kind: 'trees', outputs: first.outputs, base: base.map(Math.fround), trees };
}
