/** What searches are asked with: lists, limits, which of the living and the deleted; in a body, or in a query. */
import type { HttpRequest } from '../../../shared/runtime/http/http.ts';
import type { Stage } from '../../../shared/tracking/search/runs.ts';
import { invalid } from '../refused.ts';
import { type Fields, fieldsOf, integerIn, textIn, wrong } from '../wire/fields.ts';

/** Of a query, in which a list is a name that comes several times. */
export const queryFields = ({ query }: Pick<HttpRequest, 'query'>): Fields => ({
  ...fieldsOf(query),
  order_by: query.getAll('order_by'),
});

/** @throws HttpError 400 for what is no list of texts */
export function textsIn(fields: Fields, name: string): string[] {
  const value = fields[name] ?? [];
  if (!Array.isArray(value)) throw wrong(name, value);
  return value.map(
    (_, index) => textIn(value as unknown as Fields, String(index), `${name}[${index}]`) ?? '',
  );
}

/** @throws HttpError 400 for what is no id */
export const experimentIdsIn = (fields: Fields): string[] =>
  textsIn(fields, 'experiment_ids').map((id) => {
    if (/^\s*[+-]?\d{1,18}\s*$/.test(id)) return BigInt(id.trim().replace('+', '')).toString();
    throw invalid(`Invalid experiment ID '${id.slice(0, 100)}'. Experiment ID must be a valid integer.`);
  });

/** @throws HttpError 400 for less than one, or more than the most */
export function limitIn(
  fields: Fields,
  { usual, most }: { readonly usual: number; readonly most: number },
): number {
  const asked = integerIn(fields, 'max_results') ?? usual;
  if (asked >= 1 && asked <= most) return asked;
  const expected = asked < 1 ? 'It must be a positive integer' : `It must be at most ${most}`;
  throw invalid(`Invalid value ${asked} for parameter 'max_results' supplied. ${expected}`);
}

const VIEWS: Readonly<Record<string, readonly Stage[]>> = {
  ACTIVE_ONLY: ['active'],
  DELETED_ONLY: ['deleted'],
  ALL: ['active', 'deleted'],
  1: ['active'],
  2: ['deleted'],
  3: ['active', 'deleted'],
};

/** By its name or its number, as protobuf has it. @throws HttpError 400 */
export function stagesIn(fields: Fields, name: string): readonly Stage[] {
  const value = fields[name] ?? 'ACTIVE_ONLY';
  const stages = Object.hasOwn(VIEWS, String(value)) ? VIEWS[String(value)] : undefined;
  if (!stages) throw wrong(name, value);
  return stages;
}

/** What every search is asked with. @throws HttpError 400 */
export const listIn = (fields: Fields, limits: { readonly usual: number; readonly most: number }) => ({
  filter: textIn(fields, 'filter') ?? '',
  maxResults: limitIn(fields, limits),
  pageToken: textIn(fields, 'page_token') || undefined,
});
