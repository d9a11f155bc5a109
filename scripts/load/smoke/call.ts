/** One call of predict, and what has to hold of its answer. */
import type { Target } from '../target.ts';

export interface Called {
  readonly status: number;
  readonly text: string;
  /** Of a JSON answer, its fields; else none. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export type Call = (
  route: string,
  body?: string | object,
  headers?: Readonly<Record<string, string>>,
) => Promise<Called>;

/** A check of one route, or of what belongs together. */
export interface Check {
  /** As the function has it: "POST /predict". */
  readonly routes: readonly string[];
  /** @throws Error telling what is wrong with the answer */
  holds(call: Call): Promise<void>;
}

const TIMEOUT_MS = 60_000;

/** @returns calls as ('POST /predict', {...}); texts are sent as they are, objects as JSON */
export function callsOf({ origin, prefix, credential }: Target): Call {
  return async (route, body, headers = {}) => {
    const [method = 'GET', path = '/'] = route.split(' ');
    const answer = await fetch(new URL(prefix + path, origin), {
      method,
      headers: {
        ...credential,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') && text.startsWith('{');
    return { status: answer.status, text, fields: isJson ? JSON.parse(text) : {} };
  };
}

/** @throws Error with the words unless it holds */
export function need(holds: boolean, words: string): asserts holds {
  if (!holds) throw new Error(words);
}

/** @throws Error unless the answer has that status */
export async function expected(status: number, called: Promise<Called>): Promise<Called> {
  const answer = await called;
  need(answer.status === status, `expected ${status}, got ${answer.status}: ${answer.text.slice(0, 200)}`);
  return answer;
}

/** @throws Error unless they differ by no more than this share of the first */
export function needNear(value: number, other: number, share: number, words: string): void {
  const near = Math.abs(value - other) <= share * Math.max(1, Math.abs(value));
  need(near, `${words}: ${value} and ${other}`);
}
