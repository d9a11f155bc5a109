/** What came of a request: its JSON, or why there is none. */
import { advice } from './credential.ts';
import { Refused } from './patience.ts';
import type { Answered } from './send.ts';

export const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** @param key that was shown. @throws Refused with what can be done about it */
export function resultOf<T>({ status, text }: Answered, path: string, key: string | undefined): T {
  if (isSuccess(status)) return (text === '' ? undefined : JSON.parse(text)) as T;
  throw new Refused(status, `${errorIn(text)} (${status} for ${path})${advice(status, key)}`);
}

/** Functions answer {"error": ...}; what is in front of them may say anything. */
export function errorIn(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    if (typeof error === 'string') return error;
  } catch {}
  return text.trim().slice(0, 300) || 'no reason given';
}
