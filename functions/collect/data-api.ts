/** The external data API, as its client sees it. */
import { PassingError, PermanentError } from '../../shared/events/errors.ts';

export interface Order {
  readonly group: number;
  readonly day: string;
}

/** The next batch is made while we wait. */
const TIMEOUT_MS = 120_000;

/**
 * Asks for the next batch.
 * @returns the body, or undefined when all batches have been had
 * @throws PassingError when the API is away or fails, PermanentError when it refuses
 */
export async function nextBatch(api: string, order: Order): Promise<AsyncIterable<Uint8Array> | undefined> {
  const answer = await ask(api, 'data', order);
  if (answer.ok && answer.body) return guarded(answer.body);
  const text = (await answer.text()).slice(0, 500);
  // The real API says so with a 400 and a text; a malformed question gets a 422.
  if (answer.status === 400 && typeof detailOf(text) === 'string') return undefined;
  const message = `the data API answered ${answer.status}: ${text}`;
  throw answer.status >= 500 || answer.status === 429
    ? new PassingError(message)
    : new PermanentError(message);
}

/** Lets the API begin again with its first batch. */
export async function restart(api: string, order: Order): Promise<void> {
  const answer = await ask(api, 'restart_data_generation', order);
  const text = (await answer.text()).slice(0, 500);
  if (!answer.ok) throw new PassingError(`the data API did not restart: ${answer.status} ${text}`);
}

async function ask(api: string, path: string, { group, day }: Order): Promise<Response> {
  const url = new URL(path, api.endsWith('/') ? api : `${api}/`);
  url.search = new URLSearchParams({
    group_number: String(group),
    day,
  }).toString();
  try {
    return await fetch(url, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
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
