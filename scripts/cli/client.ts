/** The console's API and the ingest broker, as the commands see them. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from './command.ts';

const DEFAULT_URL = 'http://127.0.0.1:8080';

/** An answer that is neither a success nor a reason to try again. */
export class Refused extends UserError {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface Client {
  readonly url: string;
  /** @throws Refused when it is refused, UserError when nobody answers */
  get<T>(path: string): Promise<T>;
  /** As `get`; undefined for 404. */
  find<T>(path: string): Promise<T | undefined>;
  post<T>(path: string, body: unknown): Promise<T>;
  /** Streams a file. */
  put<T>(path: string, body: Readable, bytes: number): Promise<T>;
  /** POSTs what may be POSTed twice: tries again while the platform is away. */
  postEvent(headers: Readonly<Record<string, string>>, body: string): Promise<void>;
}

/** Pauses before the tries after the first, in milliseconds. */
const PAUSES = [300, 1000, 2000, 4000, 8000];
const READ_TIMEOUT_MS = 30_000;
/** A reset waits for stages at work, a replay for the ingest broker. */
const CHANGE_TIMEOUT_MS = 300_000;
/** The ingest broker answers when the batch is stored. */
const INGEST_TIMEOUT_MS = 600_000;

/** @param to --to of the command line; else MAREA_URL, else this machine's platform */
export function clientOf(to: string | undefined, pauses: readonly number[] = PAUSES): Client {
  const url = checkedUrl(to ?? process.env.MAREA_URL ?? DEFAULT_URL);
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await reach(url, () =>
      fetch(url + path, {
        method,
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(method === 'GET' ? READ_TIMEOUT_MS : CHANGE_TIMEOUT_MS),
      }),
    );
    return resultOf<T>(answer.status, await answer.text(), path);
  };
  return {
    url,
    get: (path) => call('GET', path),
    find: (path) =>
      call<never>('GET', path).catch((error: unknown) => {
        if (error instanceof Refused && error.status === 404) return undefined;
        throw error;
      }),
    post: (path, body) => call('POST', path, body),
    put: async <T>(path: string, body: Readable, bytes: number) => {
      const { status, text } = await reach(url, () => send(url + path, body, bytes));
      return resultOf<T>(status, text, path);
    },
    postEvent: (headers, body) => patiently(url, pauses, headers, body),
  };
}

function checkedUrl(text: string): string {
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    throw new UserError(`"${text}" is no address of a platform, expected for example ${DEFAULT_URL}`);
  return text.replace(/\/+$/, '');
}

async function reach<T>(url: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw unreachable(url, cause);
  }
}

function unreachable(url: string, cause: unknown): UserError {
  const { message, cause: inner } = cause as Error;
  const why = inner instanceof Error && inner.message ? inner.message : message;
  return new UserError(
    `no answer from ${url} (${why}). Is the platform running (npm start)? Another address: --to URL or MAREA_URL`,
    { cause },
  );
}

function resultOf<T>(status: number, text: string, path: string): T {
  if (status >= 200 && status < 300) return (text === '' ? undefined : JSON.parse(text)) as T;
  throw new Refused(status, `${errorIn(text)} (${status} for ${path})`);
}

/** Functions answer {"error": ...}; what is in front of them may say anything. */
function errorIn(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    if (typeof error === 'string') return error;
  } catch {}
  return text.trim().slice(0, 300) || 'no reason given';
}

/** fetch cannot send a stream with a content-length. */
async function send(url: string, body: Readable, bytes: number): Promise<{ status: number; text: string }> {
  const request = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, {
    method: 'PUT',
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': bytes,
    },
  });
  const answered = new Promise<{ status: number; text: string }>((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
  });
  // Refused in the middle of the upload, the answer says more than the broken pipe.
  const sent = pipeline(body, request).catch(async (cause) => {
    await Promise.race([answered, sleep(500)]);
    throw cause;
  });
  return await Promise.race([answered, sent.then(() => answered)]);
}

async function patiently(
  url: string,
  pauses: readonly number[],
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const refused = await postOnce(url, headers, body);
    if (!refused) return;
    const pause = pauses[attempt];
    if (!refused.again || pause === undefined) throw refused.error;
    await sleep(pause);
  }
}

async function postOnce(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<{ error: UserError; again: boolean } | undefined> {
  try {
    const signal = AbortSignal.timeout(INGEST_TIMEOUT_MS);
    const answer = await fetch(`${url}/ingest`, {
      method: 'POST',
      headers,
      body,
      signal,
    });
    const text = await answer.text();
    if (answer.ok) return undefined;
    const error = new Refused(answer.status, `the event was refused: ${errorIn(text)} (${answer.status})`);
    return { error, again: answer.status >= 500 || answer.status === 429 };
  } catch (cause) {
    return { error: unreachable(url, cause), again: true };
  }
}
