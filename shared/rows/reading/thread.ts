/**
 * A thread that works on foreign bytes, asked for one answer after another: one that takes too long or too much memory
 * is stopped, and the process goes on. What stops it are the bytes, and would be again: that is a FormatError.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { FormatError } from '../../formats/format-error.ts';
import { inboxOf } from './inbox.ts';

/** What a thread says. */
export type Told<T> =
  | { readonly is: 'ready' | 'end' }
  | { readonly is: 'answer'; readonly answer: T }
  /** A fault is one of who reads: it did not foresee such bytes. */
  | { readonly is: 'refusal' | 'fault'; readonly reason: string };

export interface ThreadLimits {
  /** Milliseconds that one answer may take. */
  readonly milliseconds: number;
  /** MiB of JavaScript's own memory. Bytes of files, and of what they become, are counted by who reads them. */
  readonly heap: number;
}

export interface Work {
  /** What is read, for messages: "the Parquet file". */
  readonly what: string;
  /** Its workerData. */
  readonly given: unknown;
  /** What of it need not be copied, as nobody else will use it. */
  readonly moved: ArrayBuffer[];
}

export interface Answers<T> {
  /** @returns undefined after the last one @throws FormatError */
  next(): Promise<T | undefined>;
  /** Ends the thread, whatever it does. */
  stop(): void;
}

/** @param entry the module that calls answerWith() */
export function threadOf<T>(entry: URL, { what, given, moved }: Work, limits: ThreadLimits): Answers<T> {
  const worker = started(entry, {
    workerData: given,
    transferList: moved,
    resourceLimits: { maxOldGenerationSizeMb: limits.heap },
  });
  const inbox = inboxOf<Told<T>>();
  worker.on('message', (told: Told<T>) => inbox.put(told));
  worker.on('error', (error: Error) => inbox.fail(isOutOfMemory(error) ? tooLarge(what, limits) : error));
  worker.on('exit', () => inbox.fail(new Error(`the thread that reads ${what} has ended`)));
  const ask = (): void => worker.postMessage('next');
  const stop = (): void => void worker.terminate();
  const onLate = (): void => {
    inbox.fail(tooLong(what, limits));
    stop();
  };
  // How soon a thread begins says nothing of the bytes.
  const begun = inbox.take();
  begun.catch(() => {});
  // It is an answer ahead of whoever takes them.
  ask();
  ask();
  return {
    stop,
    async next() {
      await begun;
      const told = await within(limits.milliseconds, inbox.take(), onLate);
      if (told.is === 'refusal') throw new FormatError(told.reason);
      if (told.is === 'fault') throw new FormatError(`${what} cannot be read: ${told.reason}`);
      if (told.is !== 'answer') return undefined;
      ask();
      return told.answer;
    },
  };
}

/** From sources, as tests and commands have it, Node may need tsx to read the module. */
function started(entry: URL, options: WorkerOptions): Worker {
  const apart = { ...options, env: {}, execArgv: [] };
  if (!entry.pathname.endsWith('.ts')) return new Worker(entry, apart);
  const url = JSON.stringify(entry.href);
  const run = `import('tsx/esm/api').then(({ tsImport }) => tsImport(${url}, ${url}))`;
  return new Worker(run, { ...apart, eval: true });
}

/**
 * A machine that is too busy to let this process run says nothing of the bytes: late is who had a processor for half of
 * the time. And this thread may have been busy itself: what came meanwhile has come in time.
 */
async function within<T>(milliseconds: number, coming: Promise<T>, onLate: () => void): Promise<T> {
  const before = process.cpuUsage();
  let isHere = false;
  const look = async (): Promise<void> => {
    await nextTurn();
    if (isHere) return;
    if (worked(before) >= milliseconds / 2) onLate();
    else clock = setTimeout(look, milliseconds);
  };
  let clock = setTimeout(look, milliseconds);
  try {
    return await coming;
  } finally {
    isHere = true;
    clearTimeout(clock);
  }
}

/** Milliseconds of processors that the process has had since. */
function worked(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const tooLong = (what: string, { milliseconds }: ThreadLimits): FormatError =>
  new FormatError(
    `${what} takes more than ${milliseconds / 1000} s for a piece of its rows: it is damaged, or made to do harm`,
  );

const isOutOfMemory = ({ code }: Error & { readonly code?: string }): boolean =>
  code === 'ERR_WORKER_OUT_OF_MEMORY';

const tooLarge = (what: string, { heap }: ThreadLimits): FormatError =>
  new FormatError(`${what} needs more than ${heap} MB of memory to read: it is damaged, or made to do harm`);
