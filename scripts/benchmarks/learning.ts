/** How fast it learns: each figure in a file of its own, beside the libraries usually called where Python has them. */
import type { Figure } from './figure.ts';
import { fitFigures } from './learning-fit.ts';
import { searchFigures } from './learning-search.ts';
import { statisticsFigures } from './learning-statistics.ts';

export async function learningFigures(): Promise<Figure[]> {
  return [...(await fitFigures()), ...(await searchFigures()), ...(await statisticsFigures())];
}
