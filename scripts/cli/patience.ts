/** Asks again what may be asked twice, while the platform is away: with growing pauses, to a bound, and said aloud. */
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from './command.ts';

/** An answer that is no success. */
export class Refused extends UserError {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Nobody answers, or the answer breaks off. */
export class Unreachable extends UserError {
  /** Without what could be done about it. */
  readonly brief: string;
  constructor(url: string, cause: Error) {
    const inner = cause.cause instanceof Error && cause.cause.message ? cause.cause.message : cause.message;
    const brief = `no answer from ${url} (${inner})`;
    super(`${brief}. ${advice(url, cause)}`, { cause });
    this.brief = brief;
  }
}

function advice(url: string, { cause }: Error): string {
  const { hostname, port } = new URL(url);
  const { code } = (cause ?? {}) as { readonly code?: string };
  if (hostname.endsWith('.localhost') && (code === 'ENOTFOUND' || code === 'EAI_AGAIN'))
    return `Not every client finds names below localhost: --to http://127.0.0.1:${port || 80} is the same platform, with its services at /services/<name>; others send the name as their Host header`;
  return 'Is the platform running (npm start)? Another address: --to URL or MAREA_URL';
}

/**
 * @param what is asked, for whoever waits
 * @param pauses before the tries after the first, in milliseconds
 * @throws what the last try threw, or the first that asking again would not change
 */
export async function patiently<T>(
  what: string,
  pauses: readonly number[],
  ask: () => Promise<T>,
): Promise<T> {
  for (const [index, pause] of pauses.entries()) {
    try {
      return await ask();
    } catch (error) {
      const why = passing(error);
      if (why === undefined) throw error;
      console.error(`${what}: ${why}; again in ${pause / 1000} s (${index + 1} of ${pauses.length})`);
      await sleep(pause);
    }
  }
  return await ask();
}

/** Why it may go well the next time: nobody was there, or who was is not well or has too much to do. */
function passing(error: unknown): string | undefined {
  if (error instanceof Unreachable) return error.brief;
  if (error instanceof Refused && (error.status >= 500 || error.status === 429)) return error.message;
  return undefined;
}
