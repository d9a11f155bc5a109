/** Gradient boosting as a candidate: what the search may change, and what it tries first. */
import type { FamilyDefinition } from '../family.ts';
import { fitBoosting } from './boosting.ts';
import { boostingSettings } from './boosting-settings.ts';

/** Sums of learning rates over rounds at which fits are compared. */
const LEARNED = [5, 10, 20];

export const boosting: FamilyDefinition = {
  fit: fitBoosting,
  settings: boostingSettings,
  space: {
    learningRate: { low: 0.075, high: 0.2, scale: 'log' },
    maxLeaves: { low: 8, high: 64, scale: 'log', integer: true },
    minChildWeight: { low: 1, high: 100, scale: 'log' },
    lambda: { low: 0.1, high: 100, scale: 'log' },
    rowShare: { low: 0.4, high: 1 },
    columnShare: { low: 0.2, high: 1 },
  },
  // Fits with different learning rates are alike where the sum of their steps is: rounds times learning rate.
  rungs: ({ learningRate = 1 }) => LEARNED.map((learned) => Math.ceil(learned / learningRate)),
  // Few leaves for data of much noise, many with a strong penalty for data of many places or kinds.
  defaults: [
    { learningRate: 0.08, maxLeaves: 20, minChildWeight: 10, lambda: 5, rowShare: 0.75, columnShare: 0.4 },
    { learningRate: 0.08, maxLeaves: 64, minChildWeight: 5, lambda: 40, rowShare: 0.75, columnShare: 0.5 },
  ],
};
