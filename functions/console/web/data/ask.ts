/** Calls of the JSON API. */

import { answered, unanswered } from './connection.ts';
import { isAway, Refused } from './refused.ts';

const JSON_TYPE = 'application/json';

export interface Asking {
  readonly signal?: AbortSignal;
  /** Tag of the answer that is here already. */
  readonly had?: string | undefined;
}

export interface Told<T> {
  /** undefined: as it was. */
  readonly value: T | undefined;
  readonly tag: string | undefined;
}

/** @throws Refused */
export async function askTagged<T>(path: string, { signal, had }: Asking = {}): Promise<Told<T>> {
  const headers = { accept: JSON_TYPE, ...(had ? { 'if-none-match': had } : {}) };
  // Nothing of it is kept on the disk of whoever looks at it.
  const answer = await reached(path, { headers, cache: 'no-store', ...(signal ? { signal } : {}) });
  if (answer.status === 304) return { value: undefined, tag: had };
  if (!answer.ok) throw await refusalOf(answer);
  return { value: (await answer.json()) as T, tag: answer.headers.get('etag') ?? undefined };
}

/** @throws Refused */
export async function ask<T>(path: string, signal?: AbortSignal): Promise<T> {
  const { value } = await askTagged<T>(path, signal ? { signal } : {});
  if (value === undefined) throw new Refused(0, path);
  return value;
}

/** Changes something, or asks what needs a body. @throws Refused */
export async function send<T>(method: 'POST' | 'PUT', path: string, body: unknown): Promise<T> {
  const headers = { accept: JSON_TYPE, 'content-type': JSON_TYPE };
  const answer = await reached(path, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw await refusalOf(answer);
  return (await answer.json()) as T;
}

/** Any call, its answer as it comes. @throws Refused where nobody answers */
export async function reached(path: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    unanswered();
    throw new Refused(0, (error as Error).message);
  }
  if (isAway(new Refused(answer.status, ''))) unanswered();
  else answered();
  if (answer.status === 401) toSignIn();
  return answer;
}

/**
 * Whoever is nobody (any more) comes back to where they are when they have signed in. What is in a dialog may be nowhere
 * else, as a key that has just been made: it stays until it is closed.
 */
function toSignIn(): void {
  if (document.querySelector('dialog[open]') !== null) return;
  location.assign(`/signin?${new URLSearchParams({ to: location.pathname + location.search })}`);
}

export async function refusalOf(answer: Response): Promise<Refused> {
  const text = await answer.text();
  return new Refused(answer.status, messageIn(text) ?? (text.slice(0, 500) || `${answer.status}`));
}

function messageIn(text: string): string | undefined {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    return typeof error === 'string' ? error : undefined;
  } catch {
    return undefined;
  }
}
