/** One tree on all rows: a forest of one that sees everything. */
import { seeded } from '../../random.ts';
import { checkExamples } from '../examples.ts';
import type { FamilyDefinition, Fit } from '../family.ts';
import { settings } from '../parameters.ts';
import { average } from './forest.ts';
import { splitDefaults } from './split/defaults.ts';

const DEFAULTS = {
  ...splitDefaults,
  maxLeaves: 96,
  maxDepth: 16,
  /** Least sum of hessians in a leaf (rows, in regression). */
  minChildWeight: 20,
  maxBins: 255,
};

const fitTree: Fit = (examples, _validation, parameters, seed, task, _watch, helpers) => {
  checkExamples(examples, task);
  const given = settings('tree', DEFAULTS, parameters);
  const everything = { rowShare: 1, columnShare: 1, splitShare: 1, rate: 1 };
  return average(examples, task, 1, { ...given, ...everything }, seeded(seed, 'tree'), helpers);
};

export const tree: FamilyDefinition = {
  fit: fitTree,
  settings: DEFAULTS,
  space: {
    maxLeaves: { low: 16, high: 512, scale: 'log', integer: true },
    minChildWeight: { low: 5, high: 100, scale: 'log' },
    lambda: { low: 0.1, high: 30, scale: 'log' },
  },
  defaults: [{}],
};
