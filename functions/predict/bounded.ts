/** The fields of a row before anybody reads them: not too many, none too long, and their texts such as can be kept. */
import type { Problem } from '../../shared/datasets/schema.ts';
import { isWellFormed, wellFormed } from '../../shared/formats/well-formed.ts';
import { MOST_FIELDS, MOST_TEXT } from './limits.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** What is too much of a row; undefined where nothing is. */
export function excessOf(value: unknown): readonly Problem[] | undefined {
  if (!isFields(value)) return undefined;
  const fields = Object.keys(value).length;
  if (fields > MOST_FIELDS)
    return [{ field: '', message: `a row has at most ${MOST_FIELDS} fields, not ${fields}` }];
  return hasText(value, isLong) ? longTexts(value) : undefined;
}

/** One odd character in a city is no reason not to answer: it is replaced, in the answer and in the log. */
export function mendedRow(value: unknown): unknown {
  if (!isFields(value) || Array.isArray(value) || !hasText(value, isOdd)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([name, one]) => [name, typeof one === 'string' ? wellFormed(one) : one]),
  );
}

const isLong = (text: string): boolean => text.length > MOST_TEXT;
const isOdd = (text: string): boolean => !isWellFormed(text);

function hasText(row: Fields, is: (text: string) => boolean): boolean {
  for (const value of Object.values(row)) if (typeof value === 'string' && is(value)) return true;
  return false;
}

const longTexts = (row: Fields): Problem[] =>
  Object.entries(row).flatMap(([name, value]) =>
    typeof value === 'string' && isLong(value) ? [tooLong(name, value)] : [],
  );

const tooLong = (name: string, text: string): Problem => ({
  field: name.slice(0, 100),
  message: `a text has at most ${MOST_TEXT} characters, not ${text.length}`,
  value: text.slice(0, 100),
});
