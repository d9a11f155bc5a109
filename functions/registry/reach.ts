/**
 * Whose experiments and models are whose: those with the name of a data set are that data set's, for who reaches it; all
 * others are for everybody who has the role for any.
 */
import { reaches } from '../../shared/access/principal.ts';
import { datasets } from '../../shared/datasets/index.ts';
import type { HttpRequest } from '../../shared/runtime/http/http.ts';
import { refusal } from './refused.ts';

/** The data set whose experiment and model have this name, if there is one. */
export const datasetOf = (name: string): string | undefined =>
  datasets().find((dataset) => dataset.name === name)?.name;

/** @throws HttpError 403 when it is of a data set that the caller does not reach */
export function mustReach({ principal }: Pick<HttpRequest, 'principal'>, name: string): void {
  const dataset = datasetOf(name);
  if (dataset !== undefined && !reaches(principal, dataset))
    throw refusal('PERMISSION_DENIED', `${principal.name} has no role for the data set ${dataset}`);
}

/** Names of the data sets that the caller does not reach: lists leave out what is theirs. */
export const hiddenFrom = ({ principal }: Pick<HttpRequest, 'principal'>): string[] =>
  datasets()
    .map(({ name }) => name)
    .filter((name) => !reaches(principal, name));
