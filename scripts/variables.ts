/** Puts the table of variables into the README, between its two marks. */
import { tables } from '../shared/runtime/variables/table.ts';
import { refreshBetween } from './between-marks.ts';

/** @returns whether it was another one */
export const refreshVariables = (): Promise<boolean> => refreshBetween('README.md', 'variables', tables);
