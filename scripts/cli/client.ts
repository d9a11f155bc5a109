/** The console's API and the entrance for batches, as the commands see them. */
import type { Readable } from 'node:stream';
import type { Accepted } from '../../shared/api/changes.ts';
import { UserError } from './command.ts';
import { patiently, Refused, Unreachable } from './patience.ts';
import { send } from './send.ts';

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

/** @param to --to of the command line; else MAREA_URL, else this machine's platform */
export function clientOf(to: string | undefined, pauses: readonly number[] = PAUSES): Client {
  const url = checkedUrl(to ?? process.env.MAREA_URL ?? DEFAULT_URL);
  const get = <T>(path: string): Promise<T> =>
    patiently(`GET ${path}`, pauses.slice(0, TRIES_OF_READS), () => read<T>(url, path));
  return {
    url,
    get,
    find: <T>(path: string) => get<T>(path).catch(undefinedFor404),
    post: (path, body) => change(url, path, body),
    put: (path, open, bytes) =>
      patiently(`PUT ${path}`, pauses, async () => {
        const { status, text } = await reach(url, () => send(url + path, open(), bytes));
        return resultOf(status, text, path);
      }),
    postEvent: (headers, body) => patiently('POST /ingest', pauses, () => offer(url, headers, body)),
  };
}

const JSON_ACCEPTED = { accept: 'application/json' };

async function read<T>(url: string, path: string): Promise<T> {
  const signal = AbortSignal.timeout(READ_TIMEOUT_MS);
  const { status, text } = await asked(url, path, { headers: JSON_ACCEPTED, signal });
  return resultOf(status, text, path);
}

async function change<T>(url: string, path: string, body: unknown): Promise<T> {
  const { status, text } = await asked(url, path, {
    method: 'POST',
    headers: { ...JSON_ACCEPTED, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(CHANGE_TIMEOUT_MS),
  });
  return resultOf(status, text, path);
}

async function offer(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<Accepted | undefined> {
  const signal = AbortSignal.timeout(INGEST_TIMEOUT_MS);
  const { status, text } = await asked(url, '/ingest', { method: 'POST', headers, body, signal });
  if (!isSuccess(status)) throw new Refused(status, `the event was refused: ${errorIn(text)} (${status})`);
  return text === '' ? undefined : (JSON.parse(text) as Accepted);
}

const asked = (url: string, path: string, request: RequestInit): Promise<{ status: number; text: string }> =>
  reach(url, async () => {
    const answer = await fetch(url + path, request);
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

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

function resultOf<T>(status: number, text: string, path: string): T {
  if (isSuccess(status)) return (text === '' ? undefined : JSON.parse(text)) as T;
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
