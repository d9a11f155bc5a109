/** The console's API and the entrance for batches, as the commands see them. */
import type { Readable } from 'node:stream';
import type { Accepted } from '../../shared/api/changes.ts';
import { UserError } from './command.ts';
import { advice, headersOf, keyOf, type PlatformOptions } from './credential.ts';
import { patiently, Refused, Unreachable } from './patience.ts';
import { errorIn, isSuccess, resultOf } from './result.ts';
import { type Answered, send } from './send.ts';

const DEFAULT_URL = 'http://127.0.0.1:8080';

/** What may be asked twice is, while the platform is away or a process of it was killed: with pauses, and said. */
export interface Client {
  readonly url: string;
  /** @throws Refused when it is refused, Unreachable when nobody answers */
  get<T>(path: string): Promise<T>;
  /** As `get`; undefined for 404. */
  find<T>(path: string): Promise<T | undefined>;
  /** Changes something: asked once. */
  post<T>(path: string, body: unknown): Promise<T>;
  /** Streams a file, opened anew for each try. @throws UserError when it cannot be read, else as `get` */
  put<T>(path: string, open: () => Readable, bytes: number): Promise<T>;
  /** POSTs an event: the same one twice is one. @returns what the entrance says; a broker itself says nothing */
  postEvent(headers: Readonly<Record<string, string>>, body: string): Promise<Accepted | undefined>;
}

/** Before the tries after the first, in milliseconds. */
const PAUSES = [300, 1000, 2000, 4000, 8000];
/** Whoever reads waits at the terminal. */
const TRIES_OF_READS = 3;
const READ_TIMEOUT_MS = 30_000;
/** A reset waits for stages at work, a replay for the ingest broker. */
const CHANGE_TIMEOUT_MS = 300_000;
/** The ingest broker answers when the batch is stored. */
const INGEST_TIMEOUT_MS = 600_000;

interface Place {
  readonly url: string;
  readonly key: string | undefined;
}

/** @throws UserError when the address or the key is none */
export function clientOf(options: PlatformOptions, pauses: readonly number[] = PAUSES): Client {
  const url = checkedUrl(options.to ?? process.env.MAREA_URL ?? DEFAULT_URL);
  const place: Place = { url, key: keyOf(options) };
  const get = <T>(path: string): Promise<T> =>
    patiently(`GET ${path}`, pauses.slice(0, TRIES_OF_READS), () => read<T>(place, path));
  return {
    url,
    get,
    find: <T>(path: string) => get<T>(path).catch(undefinedFor404),
    post: (path, body) => change(place, path, body),
    put: (path, open, bytes) => patiently(`PUT ${path}`, pauses, () => upload(place, path, open(), bytes)),
    postEvent: (headers, body) => patiently('POST /ingest', pauses, () => offer(place, headers, body)),
  };
}

const JSON_ACCEPTED = { accept: 'application/json' };

async function read<T>(place: Place, path: string): Promise<T> {
  const signal = AbortSignal.timeout(READ_TIMEOUT_MS);
  return resultOf(await asked(place, path, { headers: JSON_ACCEPTED, signal }), path, place.key);
}

async function change<T>(place: Place, path: string, body: unknown): Promise<T> {
  const answered = await asked(place, path, {
    method: 'POST',
    headers: { ...JSON_ACCEPTED, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(CHANGE_TIMEOUT_MS),
  });
  return resultOf(answered, path, place.key);
}

async function upload<T>(place: Place, path: string, body: Readable, bytes: number): Promise<T> {
  const { url, key } = place;
  return resultOf(await reach(url, () => send(url + path, body, bytes, headersOf(key))), path, key);
}

async function offer(
  place: Place,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<Accepted | undefined> {
  const signal = AbortSignal.timeout(INGEST_TIMEOUT_MS);
  const { status, text } = await asked(place, '/ingest', { method: 'POST', headers, body, signal });
  if (!isSuccess(status))
    throw new Refused(
      status,
      `the event was refused: ${errorIn(text)} (${status})${advice(status, place.key)}`,
    );
  return text === '' ? undefined : (JSON.parse(text) as Accepted);
}

interface Asked extends RequestInit {
  readonly headers: Readonly<Record<string, string>>;
}

const asked = ({ url, key }: Place, path: string, request: Asked): Promise<Answered> =>
  reach(url, async () => {
    const answer = await fetch(url + path, {
      ...request,
      headers: { ...request.headers, ...headersOf(key) },
    });
    return { status: answer.status, text: await answer.text() };
  });

function undefinedFor404(error: unknown): undefined {
  if (error instanceof Refused && error.status === 404) return undefined;
  throw error;
}

function checkedUrl(text: string): string {
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    throw new UserError(`"${text}" is no address of a platform, expected for example ${DEFAULT_URL}`);
  return text.replace(/\/+$/, '');
}

/** @throws Unreachable when there is no whole answer */
async function reach<T>(url: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw cause instanceof UserError ? cause : new Unreachable(url, cause as Error);
  }
}
