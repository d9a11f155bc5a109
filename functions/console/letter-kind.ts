/** Which dead letters are meant, as a request says it: a kind of them, and of these as many as somebody has seen. */
import type { DeadLetterFilter } from '../../shared/runtime/dead-letters.ts';
import { HttpError } from '../../shared/runtime/http/http.ts';
import { type Fields, kept } from './fields.ts';

/** All of them where nothing is said. @throws HttpError 422 */
export function kindIn({ type, dataset, hopeless, after, until }: Fields): DeadLetterFilter {
  if (type !== undefined && typeof type !== 'string') throw new HttpError(422, 'type is a type of events');
  if (dataset !== undefined && dataset !== null && typeof dataset !== 'string')
    throw new HttpError(422, 'dataset is the name of a data set, or null: letters that name none');
  if (hopeless !== undefined && typeof hopeless !== 'boolean')
    throw new HttpError(422, 'hopeless is true (refused for good) or false (may go well now)');
  return {
    type: type && kept('type', type),
    dataset: dataset && kept('dataset', dataset),
    hopeless,
    after: numberIn('after', after),
    until: numberIn('until', until),
  };
}

/**
 * As above, for what cannot be undone: all of them has to be said.
 * @throws HttpError 422 when it is not
 */
export function chosenKindIn(fields: Fields): DeadLetterFilter {
  const { all = false, type, dataset } = fields;
  if (typeof all !== 'boolean') throw new HttpError(422, 'all is true or false');
  const kind = kindIn(fields);
  if (all === (type !== undefined || dataset !== undefined))
    throw new HttpError(422, 'say which: {"type": "..."}, {"dataset": "..."} or both; or {"all": true}');
  return kind;
}

function numberIn(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new HttpError(422, `${name} is the number of a dead letter`);
}
