/** The data set that a request is about, where its path or its query says so. */
import { configuration } from '../configuration.ts';
import type { HttpRequest } from '../http/http.ts';
import { HttpError } from '../http/http-error.ts';
import { percentDecoded } from '../http/percent.ts';

/** @param pattern of the route: the first part that it leaves open is the name */
export function datasetInPath(pattern: string, { path }: Pick<HttpRequest, 'path'>): string {
  const at = pattern.split('/').indexOf('*');
  return decoded(path.split('/')[at] ?? '');
}

/** @throws HttpError 400 without one: to name none is not to ask for all */
export function datasetInQuery({ query }: Pick<HttpRequest, 'query'>): string {
  const name = query.get('dataset');
  if (!name) throw new HttpError(400, 'no data set: add ?dataset=<name>');
  return name;
}

/** That of the function itself; no name for one that is of none. */
export const ownDataset = (): string => configuration().DATASET ?? '';

function decoded(part: string): string {
  const text = percentDecoded(part);
  if (text === undefined) throw new HttpError(400, `"${part}" is no percent-encoded text`);
  return text;
}
