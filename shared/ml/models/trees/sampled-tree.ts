/** Trees on random rows and columns of the same data: what boosting, forest and tree have in common. */
import { type Random, sample } from '../../random.ts';
import type { Examples } from '../family.ts';
import type { Tree } from '../model.ts';
import { binsOf } from './bins.ts';
import { type Derivatives, type GrowSettings, type GrowSpace, growTree } from './grow.ts';
import { type Layout, layoutOf, narrowed } from './layout.ts';

export interface SampledTreeSettings extends GrowSettings {
  readonly maxBins: number;
  /** Shares of rows and columns drawn for each tree, without replacement. */
  readonly rowShare: number;
  readonly columnShare: number;
}

/** Bins the data once. @returns a function that grows a tree for one output on fresh rows and columns */
export function treeSampler(
  { x, weight }: Examples,
  settings: SampledTreeSettings,
  random: Random,
): (derivatives: Derivatives, output: number) => Tree {
  const bins = binsOf(x, settings.maxBins);
  const all = layoutOf(bins);
  const space = { rows: new Int32Array(x.rows), spare: new Int32Array(x.rows) };
  const size = Math.max(1, Math.round(x.rows * settings.rowShare));
  return (derivatives, output) => {
    const layout = someColumns(all, settings.columnShare, random, x.rows);
    space.rows.set(sample(random, x.rows, size));
    const histograms: GrowSpace['histograms'] = [];
    const { tree } = growTree(
      bins,
      layout,
      derivatives,
      settings,
      random,
      { ...space, histograms },
      size,
      weight,
    );
    return tree.build(output);
  };
}

function someColumns(all: Layout, share: number, random: Random, rows: number): Layout {
  const count = Math.max(1, Math.ceil(all.columns.length * share));
  return count >= all.columns.length ? all : narrowed(all, sample(random, all.columns.length, count), rows);
}
