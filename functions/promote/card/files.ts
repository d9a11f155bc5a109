/** The card as it is stored: card.json, and card.html made of it. */
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import type { Logger } from '../../../shared/runtime/log.ts';
import { type Judged, makeCard } from './make.ts';
import type { Material } from './material.ts';
import { cardPage } from './page/page.ts';

export interface CardFiles {
  readonly json: string;
  readonly page: string;
}

/** @returns undefined, and says so, when it cannot be made: no model is held up by its description */
export function cardFiles(
  dataset: Dataset,
  material: Material,
  judged: Judged,
  log: Logger,
): CardFiles | undefined {
  try {
    const card = makeCard(dataset, material, judged);
    return { json: JSON.stringify(card), page: cardPage(card) };
  } catch (error) {
    const { message, stack } = error as Error;
    log.error({ version: judged.version, error: message, stack }, 'the model card could not be made');
    return undefined;
  }
}
