/** What a path says: the parts after its prefix, and the data set that it names. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { datasetNamed } from '../../shared/datasets/index.ts';
import { isWellFormed } from '../../shared/formats/well-formed.ts';
import { HttpError, type HttpRequest } from '../../shared/runtime/http/http.ts';
import { percentDecoded } from '../../shared/runtime/http/percent.ts';

/** The decoded parts after `prefix`. @throws HttpError 404 unless there are `count` of them, 400 for what is no text */
export function partsAfter({ path }: HttpRequest, prefix: string, count: number): string[] {
  const parts = path.slice(prefix.length).split('/').map(decoded);
  if (parts.length !== count || parts.includes('')) throw new HttpError(404, `there is nothing at ${path}`);
  return parts;
}

/** @throws HttpError 404 naming those that there are */
export function knownDataset(name: string | null | undefined): Dataset {
  if (!name) throw new HttpError(400, 'no data set: add ?dataset=<name>');
  try {
    return datasetNamed(name);
  } catch (cause) {
    throw new HttpError(404, (cause as Error).message);
  }
}

/** ?limit=, a whole number from 1 to 1000. @throws HttpError 422 */
export function limitOf({ query }: HttpRequest, otherwise: number): number {
  const text = query.get('limit');
  if (text === null) return otherwise;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw new HttpError(422, `limit is "${text.slice(0, 100)}", expected a whole number from 1 to 1000`);
  return limit;
}

/** A text of the query. @throws HttpError 422 for one that nothing can be called */
export function textIn({ query }: HttpRequest, name: string): string | null {
  const text = query.get(name);
  if (text === null || isWellFormed(text)) return text;
  throw new HttpError(422, `${name} holds a zero or half a character`);
}

function decoded(part: string): string {
  const text = percentDecoded(part);
  if (text !== undefined && isWellFormed(text)) return text;
  throw new HttpError(400, `"${part.slice(0, 200)}" is no percent-encoded text`);
}
