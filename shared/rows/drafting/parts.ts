/** Parts of a declaration by their names, for those who draft one. */
import type { Dataset } from '../../datasets/declaration.ts';

export type { Rule, Target } from '../../datasets/declaration.ts';
export type Objective = Dataset['objective'];
