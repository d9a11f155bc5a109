/** The card as it is stored: card.json, and card.html made of it. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import type { ObjectStore } from '../../shared/store/objects.ts';
import { FILES, modelAddress } from '../../shared/tracking/artifact.ts';
import { type Judged, makeCard } from './make.ts';
import type { Material } from './material.ts';
import { cardPage } from './page/page.ts';

export interface CardFiles {
  readonly json: string;
  readonly page: string;
}

export function cardFiles(dataset: Dataset, material: Material, judged: Judged): CardFiles {
  const card = makeCard(dataset, material, judged);
  return { json: JSON.stringify(card), page: cardPage(card) };
}

/** Beside the model; one that is there is replaced. */
export async function storeCard(
  objects: Pick<ObjectStore, 'put'>,
  dataset: string,
  version: number,
  { json, page }: CardFiles,
): Promise<void> {
  await objects.put(modelAddress(dataset, version, FILES.card), json);
  await objects.put(modelAddress(dataset, version, FILES.cardPage), page);
}
