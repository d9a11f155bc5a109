/** The kind of variable that names the origins whose pages may ask. */
import type { Variable } from './kinds.ts';

/** Of pages, as browsers name them: scheme, host and port. */
export const origins = (
  description: string,
): Variable<'*' | readonly string[]> & { readonly otherwise: undefined } => ({
  description,
  expected: '*, or origins such as https://example.org, comma-separated',
  otherwise: undefined,
  read: (given) => {
    const named = given.split(',').map((origin) => origin.trim());
    if (given.trim() === '*') return '*';
    return named.every(isOrigin) ? named : undefined;
  },
});

const isOrigin = (given: string): boolean =>
  /^https?:/.test(given) && URL.canParse(given) && new URL(given).origin === given;
