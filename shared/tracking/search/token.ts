/**
 * Where the next page begins: after the last row of this one, by what the list is sorted by, so that it is right however
 * many rows have come meanwhile. It holds the question that it is an answer to, and is good for no other.
 */
import { createHash } from 'node:crypto';
import { shown, Unsearchable } from './refused.ts';
import { isPlace, type Place, type Term } from './term.ts';

/** What is asked, without how much of it: the same on every page. */
export type Question = readonly unknown[];

export function tokenOf(question: Question, places: readonly Place[]): string {
  const after = places.map(({ rank, value }) => [rank, value]);
  return Buffer.from(JSON.stringify({ of: fingerprint(question), after })).toString('base64');
}

const fingerprint = (question: Question): string =>
  createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 16);

/** @throws Unsearchable when it is none, or one of another question */
export function placesOf(token: string, question: Question, terms: readonly Term[]): Place[] {
  const { of, after } = decoded(token);
  if (of !== fingerprint(question))
    throw new Unsearchable('Invalid page token: it belongs to another search. Ask for the first page again.');
  const places = Array.isArray(after) ? after.map(placeOf) : [];
  const fits = places.length === terms.length && terms.every((term, at) => isAt(term, places[at]));
  if (fits) return places.flatMap((place) => place ?? []);
  throw broken(token);
}

const isAt = (term: Term, place: Place | undefined): boolean => place !== undefined && isPlace(term, place);

function placeOf(pair: unknown): Place | undefined {
  const [rank, value] = Array.isArray(pair) ? pair : [];
  const isText = typeof value === 'string' || value === null;
  return Number.isInteger(rank) && isText ? { rank: Number(rank), value } : undefined;
}

function decoded(token: string): { readonly of?: unknown; readonly after?: unknown } {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(token))
    throw new Unsearchable('Invalid page token, could not base64-decode');
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64').toString('utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    throw broken(token);
  }
}

const broken = (token: string): Unsearchable =>
  new Unsearchable(
    `Invalid page token, decoded value=${shown(Buffer.from(token, 'base64').toString('utf8'))}`,
  );
