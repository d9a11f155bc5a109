/**
 * Runs a model of somebody else's in a process of its own, which knows nothing of the platform: what takes too long, too
 * much memory, or ends the process, ends nothing else. The runtime is native code, which no thread could be stopped in.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Table } from '../../shared/ml/table.ts';
import type { Feeds } from '../../shared/onnx/offered/alone.ts';
import { RefusedModel } from '../../shared/onnx/offered/refused.ts';
import type { Outputs } from '../../shared/onnx/session.ts';

export interface Limits {
  /** Milliseconds that the model may take to open, and for one table. */
  readonly milliseconds: number;
  /** MiB of memory that its process may have. */
  readonly memory: number;
}

/** A tenth of that is much for a table of trees; a fresh process with the runtime has some 100 MiB. */
export const LIMITS: Limits = { milliseconds: 30_000, memory: 700 };

export type Asked =
  | { readonly graph: Uint8Array }
  | { readonly table: Table; readonly wanted: readonly string[] }
  | { readonly brought: Uint8Array; readonly output: string }
  | { readonly feeds: Feeds };
export type Told =
  | { readonly is: 'open' }
  | { readonly is: 'answer'; readonly outputs: Outputs }
  | { readonly is: 'numbers'; readonly numbers: Float64Array }
  | { readonly is: 'refusal'; readonly reason: string };

export interface Apart {
  /** @throws RefusedModel when it cannot answer, or not within its limits */
  run(table: Table, wanted: readonly string[]): Promise<Outputs>;
  /** Ends the process, whatever it does. */
  stop(): void;
}

/** Beside this file, and as it is: a bundle beside bundles. */
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? './process.ts' : './adopt-process.js',
  import.meta.url,
);

/** @throws RefusedModel when the runtime cannot open it, or not within the limits */
export async function openApart(graph: Uint8Array, limits: Limits = LIMITS): Promise<Apart> {
  const { ask, stop } = await opened({ graph }, limits);
  return {
    stop,
    async run(table, wanted) {
      const told = await ask({ table, wanted });
      if (told.is !== 'answer') throw new Error('it was asked for an answer');
      return told.outputs;
    },
  };
}

/** What was brought, as it came. */
export interface Brought {
  /** @returns numbers of its output, row-major @throws RefusedModel as Apart does */
  run(feeds: Feeds): Promise<Float64Array>;
  stop(): void;
}

/** @param output that it is asked for @throws RefusedModel as openApart does */
export async function openBrought(brought: Uint8Array, output: string, limits = LIMITS): Promise<Brought> {
  const { ask, stop } = await opened({ brought, output }, limits);
  return {
    stop,
    async run(feeds) {
      const told = await ask({ feeds });
      if (told.is !== 'numbers') throw new Error('it was asked for numbers');
      return told.numbers;
    },
  };
}

async function opened(what: Asked, limits: Limits) {
  const child = started();
  const ask = asking(child, limits);
  const stop = (): void => void child.kill('SIGKILL');
  try {
    await ask(what);
  } catch (error) {
    stop();
    throw error;
  }
  return { ask, stop };
}

/** Without the variables of this one: they have secrets. From sources, as tests have it, Node needs tsx. */
function started(): ChildProcess {
  const tsx = ENTRY.pathname.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : [];
  return fork(ENTRY, {
    env: { ORT_DISABLE_TELEMETRY: '1' },
    execArgv: tsx,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

/** One question at a time. */
function asking(child: ChildProcess, limits: Limits): (asked: Asked) => Promise<Told> {
  return (asked) =>
    new Promise((resolve, reject) => {
      const watch = watching(child, limits, (reason) => end(() => reject(new RefusedModel(reason))));
      const onMessage = (told: Told): void =>
        end(() =>
          told.is === 'refusal'
            ? reject(new RefusedModel(`the runtime refuses it: ${told.reason}`))
            : resolve(told),
        );
      const onExit = (code: number | null, signal: string | null): void =>
        end(() =>
          reject(new RefusedModel(`it ended the process that ran it (${signal ?? `status ${code}`})`)),
        );
      const end = (settle: () => void): void => {
        clearInterval(watch);
        child.off('message', onMessage).off('exit', onExit).off('error', reject);
        settle();
      };
      child.on('message', onMessage).on('exit', onExit).on('error', reject);
      child.send(asked);
    });
}

const LOOK_MS = 100;

/** Looks how much it has taken, and kills it at once when that is too much. */
function watching(child: ChildProcess, limits: Limits, onMuch: (reason: string) => void): NodeJS.Timeout {
  const started = performance.now();
  const before = processorMs(child);
  return setInterval(() => {
    const reason = tooMuch(child, limits, performance.now() - started, before);
    if (!reason) return;
    child.kill('SIGKILL');
    onMuch(reason);
  }, LOOK_MS);
}

/** A machine that is too busy says nothing of the model: late is who had a processor for half of the time. */
function tooMuch(
  child: ChildProcess,
  { milliseconds, memory }: Limits,
  waited: number,
  before: number | undefined,
): string | undefined {
  const held = memoryMiB(child);
  if (held !== undefined && held > memory) return `it takes more than ${memory} MiB of memory`;
  if (waited < milliseconds) return undefined;
  const now = processorMs(child);
  const isStarved = now !== undefined && before !== undefined && now - before < milliseconds / 2;
  return isStarved && waited < 10 * milliseconds
    ? undefined
    : `it takes more than ${milliseconds / 1000} s to answer`;
}

/** Undefined where the system does not tell, or the process is gone. */
function memoryMiB({ pid }: ChildProcess): number | undefined {
  const kibibytes = /^VmRSS:\s+(\d+)/m.exec(told(`/proc/${pid}/status`))?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
}

/** Of user and system, in hundredths of a second: the 14th and 15th field, behind a name in brackets. */
function processorMs({ pid }: ChildProcess): number | undefined {
  const fields = told(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
  const [user, system] = [fields[11], fields[12]];
  return user === undefined || system === undefined ? undefined : 10 * (Number(user) + Number(system));
}

function told(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
