/** A piece of a JSON array, cut between its elements. */
import { FormatError } from './format-error.ts';
import { parseJson } from './json.ts';

export interface Place {
  /** Nothing of the array was before this piece. */
  readonly first: boolean;
  /** The array ends with this piece. */
  readonly last: boolean;
}

/**
 * @param text the elements in brackets
 * @param problem what an error begins with, such as "not JSON"
 * @throws FormatError when it is no JSON, or a comma has no element beside it
 */
export function pieceOf(text: string, { first, last }: Place, problem: string): unknown[] {
  let elements: unknown[];
  try {
    elements = parseJson(text) as unknown[];
  } catch (cause) {
    throw new FormatError(`${problem}: ${(cause as Error).message.slice(0, 200)}`, { cause });
  }
  if (elements.length > 0 || (first && last)) return elements;
  throw new FormatError(
    `${problem}: a comma ${last ? 'before the end of the array' : 'without a value before it'}`,
  );
}
