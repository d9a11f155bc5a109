/**
 * Values of the server that are looked at: asked for again while they are, kept for a while when they are not any more,
 * so that a page that is come back to is there at once. What could not be asked again stays as it was.
 */
import { effect, type Signal, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { askTagged } from './ask.ts';
import { isVisible } from './connection.ts';
import { isAway, Refused } from './refused.ts';

export interface Live<T> {
  /** undefined until it has come once. */
  readonly value: T | undefined;
  /** Why it is not as it is now, where it is not. */
  readonly error: Refused | undefined;
  /** When it was known to be so last, in milliseconds. */
  readonly at: number | undefined;
}

interface Watched {
  readonly path: string;
  readonly state: Signal<Live<unknown>>;
  /** Milliseconds between two questions, for each that looks. */
  readonly looks: Set<number>;
  tag: string | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
  asking: Promise<void> | undefined;
}

const NOTHING: Live<never> = { value: undefined, error: undefined, at: undefined };
/** Paths that are remembered, those that are looked at among them. */
const MOST = 60;
/** A server that does not answer is not asked more often; nor more seldom, as a page may wait for that alone. */
const PATIENCE_MS = 4000;
const USUAL_MS = 2000;

const watched = new Map<string, Watched>();

/**
 * What the server says at a path, now and from now on.
 * @param path undefined: nothing, as yet
 * @param every milliseconds between two questions
 */
export function useLive<T>(path: string | undefined, every = USUAL_MS): Live<T> {
  useEffect(() => (path === undefined ? undefined : lookAt(path, every)), [path, every]);
  if (path === undefined) return NOTHING;
  return of(path).state.value as Live<T>;
}

/** Asks anew, at once, whatever is looked at and begins so: after a change. */
export async function renew(prefix = '/api/'): Promise<void> {
  const all = [...watched.values()].filter(({ path, looks }) => looks.size > 0 && path.startsWith(prefix));
  await Promise.all(all.map(askAgain));
}

function of(path: string): Watched {
  const found = watched.get(path);
  if (found) return found;
  const made: Watched = {
    path,
    state: signal<Live<unknown>>(NOTHING),
    looks: new Set(),
    tag: undefined,
    timer: undefined,
    asking: undefined,
  };
  watched.set(path, made);
  if (watched.size > MOST) forgetOne();
  return made;
}

/** The one that was looked at first of those that nobody looks at. */
function forgetOne(): void {
  for (const [path, { looks }] of watched) if (looks.size === 0) return void watched.delete(path);
}

let next = 0;

function lookAt(path: string, every: number): () => void {
  const one = of(path);
  watched.delete(path);
  watched.set(path, one);
  // Two that ask as often are two.
  next = (next + 1) % 1000;
  const look = every + next / 1e6;
  one.looks.add(look);
  const end = effect(() => {
    if (isVisible.value) void askAgain(one);
    else clearTimeout(one.timer);
  });
  return () => {
    end();
    one.looks.delete(look);
    if (one.looks.size === 0) clearTimeout(one.timer);
  };
}

function askAgain(one: Watched): Promise<void> {
  clearTimeout(one.timer);
  one.asking ??= askNow(one).finally(() => {
    one.asking = undefined;
    if (one.looks.size > 0 && isVisible.peek())
      one.timer = setTimeout(() => void askAgain(one), pauseOf(one));
  });
  return one.asking;
}

function pauseOf({ looks, state }: Watched): number {
  return state.peek().error ? PATIENCE_MS : Math.min(...looks);
}

async function askNow(one: Watched): Promise<void> {
  const { value: before } = one.state.peek();
  try {
    const { value = before, tag } = await askTagged(one.path, {
      had: before === undefined ? undefined : one.tag,
    });
    one.tag = tag;
    one.state.value = { value, error: undefined, at: Date.now() };
  } catch (error) {
    const refused = error instanceof Refused ? error : new Refused(0, (error as Error).message);
    const { value, at } = one.state.peek();
    // What the server says no to is not there; what it does not say may still be as it was.
    one.state.value = {
      value: isAway(refused) || refused.status >= 500 ? value : undefined,
      error: refused,
      at,
    };
  }
}
