/** Asking the model while somebody changes what is asked: the newest question counts, and the last answer stays meanwhile. */
import { useEffect, useState } from 'preact/hooks';
import { reached, refusalOf } from '../../data/ask.ts';
import { answered } from '../../data/connection.ts';
import { Refused } from '../../data/refused.ts';
import { pathOf, withQuery } from '../../shell/place.ts';

export type AskedRow = Readonly<Record<string, string | number>>;

export interface Question {
  readonly dataset: string;
  /** undefined: whatever serves. */
  readonly version: string | undefined;
  /** undefined: nothing to ask with. */
  readonly row: AskedRow | undefined;
}

type Path = 'predict' | 'explain' | 'comparables' | 'feedback';

/** @throws Refused */
export async function askModel<T>(
  { dataset, version }: Pick<Question, 'dataset' | 'version'>,
  path: Path,
  body: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const to = withQuery(`/api${pathOf('datasets', dataset, path)}`, version ? { version } : {});
  const answer = await reached(to, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
  // The server is there: it is the predictor behind it that says no.
  if (answer.headers.get('content-type')?.includes('json')) answered();
  if (!answer.ok) throw await refusalOf(answer);
  return (await answer.json()) as T;
}

export interface Answering<T> {
  /** Of the last question that was answered; undefined before, and when there is none. */
  readonly value: T | undefined;
  readonly error: Refused | undefined;
  readonly isUnderWay: boolean;
}

const NOTHING = { value: undefined, error: undefined, isUnderWay: false } as const;

/** @param pause milliseconds for which nothing may change before it is asked */
export function useAnswer<T>({ dataset, version, row }: Question, path: Path, pause: number): Answering<T> {
  const [state, setState] = useState<Answering<T>>(NOTHING);
  const body = row && JSON.stringify(row);
  useEffect(() => {
    if (body === undefined) return setState(NOTHING);
    setState((before) => ({ ...before, isUnderWay: true }));
    const stop = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const value = await askModel<T>({ dataset, version }, path, JSON.parse(body), stop.signal);
        setState({ value, error: undefined, isUnderWay: false });
      } catch (error) {
        if (stop.signal.aborted) return;
        const refused = error instanceof Refused ? error : new Refused(0, (error as Error).message);
        setState(({ value }) => ({ value, error: refused, isUnderWay: false }));
      }
    };
    const timer = setTimeout(() => void ask(), pause);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [dataset, version, body, path, pause]);
  return state;
}
