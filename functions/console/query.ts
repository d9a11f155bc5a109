/** Arguments of a query, each checked: what is none is refused with what was expected. */
import { HttpError, type HttpRequest } from '../../shared/runtime/http/http.ts';
import { textIn } from './path.ts';

const LONGEST = 300;

/** @throws HttpError 422 for an empty or a very long text */
export function textOf(request: HttpRequest, name: string): string | undefined {
  const text = textIn(request, name);
  if (text === null) return undefined;
  if (text === '' || text.length > LONGEST)
    throw new HttpError(422, `${name} is a text of up to ${LONGEST} characters`);
  return text;
}

/** A day or a moment. @throws HttpError 422 */
export function momentOf({ query }: HttpRequest, name: string): Date | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const moment = new Date(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(moment.getTime()))
    throw new HttpError(
      422,
      `${name} is "${text.slice(0, 100)}", expected a day or a moment, as 2026-01-31T12:00:00Z`,
    );
  return moment;
}

/** A whole number that a column of them holds. @throws HttpError 422 */
export function wholeOf({ query }: HttpRequest, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,9}$/.test(text))
    throw new HttpError(422, `${name} is "${text.slice(0, 100)}", expected a whole number`);
  return Number(text);
}

/** @throws HttpError 422 naming those that there are */
export function oneOf<const Choice extends string>(
  request: HttpRequest,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = textOf(request, name);
  if (text === undefined) return undefined;
  const found = choices.find((choice) => choice === text);
  if (found === undefined)
    throw new HttpError(422, `${name} is "${text.slice(0, 100)}", expected one of ${choices.join(', ')}`);
  return found;
}
