/** Whether the data sets that the functions know are right, served, and all that there is something of. */
import type { Inside } from '../../../functions/check/inside.ts';
import { type Apart, apart, type Predictor } from '../../../shared/runtime/knative/predictors.ts';
import { apartTexts } from '../../cli/apart-text.ts';
import type { Part } from './part.ts';

/** @param services all Knative Services there are */
export function datasetParts(
  found: Inside | { readonly error: string },
  services: readonly Predictor[],
): Part[] {
  if ('error' in found) return [];
  const { datasets, database } = found;
  if ('error' in datasets) return [{ name: 'data sets', ok: false, detail: datasets.error }];
  const stored = 'error' in database ? [] : database.batches;
  const state = apart({ declared: datasets.names, services, stored });
  return [{ name: 'data sets', ok: true, detail: datasets.names.join(', ') }, ...noteParts(state)];
}

const noteParts = ({ unserved, undeclared }: Apart): Part[] => [
  ...unserved.map((name) => noted(name, 'no Service', { unserved: [name], undeclared: [] })),
  ...undeclared.map((one) => noted(one.name, 'declared by nobody', { unserved: [], undeclared: [one] })),
];

const noted = (name: string, detail: string, state: Apart): Part => ({
  name: `data set ${name}`,
  ok: true,
  detail,
  note: apartTexts(state).join('\n'),
});
