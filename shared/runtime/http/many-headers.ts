/**
 * Of more than a thousand headers Node drops the last without a word: how long the body is, what the connection is to do,
 * whose page it comes from. A request of so many is refused before any of them is believed.
 */
import type { IncomingMessage } from 'node:http';

/** No client sends half as many. */
const MOST_HEADERS = 200;

export const hasTooManyHeaders = ({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): boolean =>
  rawHeaders.length > 2 * MOST_HEADERS;

export const TOO_MANY_HEADERS = `a request may have ${MOST_HEADERS} headers`;
