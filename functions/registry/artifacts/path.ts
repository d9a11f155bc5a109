/** The path of an artifact, as its parts. What could lead anywhere else, or be kept nowhere, is no path. */
import { isWellFormed } from '../../../shared/formats/well-formed.ts';
import type { HttpRequest } from '../../../shared/runtime/http/http.ts';
import { percentDecoded } from '../../../shared/runtime/http/percent.ts';
import { invalid } from '../refused.ts';

export const ARTIFACTS = '/api/2.0/mlflow-artifacts/artifacts';

/** Of S3, and of a file in the embedded store. */
const KEY_BYTES = 1024;
const PART_BYTES = 220;

/** Decoded once: who encodes twice means it. @throws HttpError 400 */
export function partsOfPath({ path }: Pick<HttpRequest, 'path'>): string[] {
  const text = percentDecoded(path.slice(ARTIFACTS.length + 1));
  if (text === undefined) throw invalid('Invalid path');
  return partsOf(text);
}

/** ?path=, of a folder. @throws HttpError 400 */
export function partsOfQuery({ query }: Pick<HttpRequest, 'query'>): string[] {
  const path = query.get('path') ?? '';
  if (path === '') throw invalid('say what to list: ?path=<experiment id>/<run id>/artifacts');
  return partsOf(path.replace(/\/$/, ''));
}

export function partsOf(path: string): string[] {
  const parts = path.split('/');
  if (!isWellFormed(path) || /[\p{Cc}\\]/u.test(path) || parts.some(isNoName)) throw invalid('Invalid path');
  if (Buffer.byteLength(path) > KEY_BYTES || parts.some((part) => Buffer.byteLength(part) > PART_BYTES))
    throw invalid(`Invalid path: it has ${KEY_BYTES} bytes at most, and ${PART_BYTES} between slashes`);
  return parts;
}

const isNoName = (part: string): boolean => part === '' || part === '.' || part === '..';
