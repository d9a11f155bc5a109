/** The query of an address, and what is encoded in it and in its path. */
import { refusal } from './refusal.ts';

/** Name and value of each part of the query, decoded. */
export function pairsOf(url: string): [string, string][] {
  const [, query = ''] = url.split(/\?(.*)/s);
  return query
    .split('&')
    .filter(Boolean)
    .map((part) => {
      const [name = '', value = ''] = part.split(/=(.*)/s);
      return [decoded(name), decoded(value)];
    });
}

/** @throws Refusal for what is no encoded text */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refusal(400, 'InvalidURI', 'the address is not well-formed');
  }
}
