/** The external data API, as its client sees it. */
import type { IncomingMessage } from 'node:http';
import { PassingError, PermanentError } from '../../shared/events/errors.ts';
import { reach } from './reach.ts';

export interface Order {
  readonly group: number;
  readonly day: string;
}

/** The next batch is made while we wait. */
const TIMEOUT_MS = 120_000;
const LONGEST_TEXT = 500;

/**
 * Asks for the next batch.
 * @returns the body, or undefined when all batches have been had
 * @throws PassingError when the API is away or fails, PermanentError when it refuses
 */
export async function nextBatch(api: string, order: Order): Promise<AsyncIterable<Uint8Array> | undefined> {
  const answer = await ask(api, 'data', order);
  if (isFound(answer)) return guarded(answer);
  const text = await textOf(answer);
  // The real API says so with a 400 and a text; a malformed question gets a 422.
  if (answer.statusCode === 400 && typeof detailOf(text) === 'string') return undefined;
  const { statusCode: status = 0 } = answer;
  const message = `the data API answered ${status}: ${text}`;
  throw status >= 500 || status === 429 ? new PassingError(message) : new PermanentError(message);
}

/** Lets the API begin again with its first batch. */
export async function restart(api: string, order: Order): Promise<void> {
  const answer = await ask(api, 'restart_data_generation', order);
  const text = await textOf(answer);
  if (!isFound(answer)) throw new PassingError(`the data API did not restart: ${answer.statusCode} ${text}`);
}

const isFound = ({ statusCode = 0 }: IncomingMessage): boolean => statusCode >= 200 && statusCode < 300;

/** The first of it: what is wrong is said at the beginning. */
async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of guarded(answer)) {
    text += Buffer.from(chunk).toString();
    if (text.length >= LONGEST_TEXT) break;
  }
  return text.slice(0, LONGEST_TEXT);
}

async function ask(api: string, path: string, { group, day }: Order): Promise<IncomingMessage> {
  const url = new URL(path, api.endsWith('/') ? api : `${api}/`);
  url.search = new URLSearchParams({
    group_number: String(group),
    day,
  }).toString();
  try {
    return await reach(url, TIMEOUT_MS);
  } catch (cause) {
    throw new PassingError(`the data API cannot be reached at ${url.origin}: ${reasonOf(cause)}`, { cause });
  }
}

/** A connection that breaks in the middle of the answer is no fault of ours, and may go better later. */
async function* guarded(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw new PassingError(`the data API’s answer broke off: ${reasonOf(cause)}`, { cause });
  }
}

function detailOf(text: string): unknown {
  try {
    return (JSON.parse(text) as { detail?: unknown }).detail;
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
