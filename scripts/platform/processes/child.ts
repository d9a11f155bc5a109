/** Child processes that end when they are told to, and when this process dies. */
import { type ChildProcess, spawn } from 'node:child_process';

/** How a process ended: with a status, or by a signal. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  readonly pid: number;
  readonly process: ChildProcess;
  /** Resolves when the process is gone. */
  readonly exited: Promise<Ended>;
  /** The signal, and SIGKILL when it is still there after the grace period. Resolves when it is gone. */
  stop(graceMs: number, signal?: NodeJS.Signals): Promise<void>;
}

/**
 * Its own process group, so that Ctrl-C reaches only us and we stop it in order. Its stdin is a pipe that we hold:
 * it ends with us, whatever we die of, and a child that minds MAREA_PARENT_PIPE ends then too.
 * @throws when the program cannot be started
 */
export async function startChild(
  command: string,
  args: readonly string[],
  { env, cwd }: { readonly env: NodeJS.ProcessEnv; readonly cwd?: string },
): Promise<Child> {
  const child = spawn(command, args, {
    env: { ...env, MAREA_PARENT_PIPE: '1' },
    cwd,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  child.stdin.on('error', () => {});
  const exited = new Promise<Ended>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const pid = await spawned(child, command);
  return { pid, process: child, exited, stop: (graceMs, signal) => stop(child, exited, graceMs, signal) };
}

/** @returns its number. @throws when the program cannot be started */
function spawned(child: ChildProcess, command: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid ?? 0));
    child.once('error', (cause) =>
      reject(new Error(`${command} could not be started: ${cause.message}`, { cause })),
    );
  });
}

async function stop(
  child: ChildProcess,
  exited: Promise<Ended>,
  graceMs: number,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await exited;
  clearTimeout(timer);
}

/** The variables of this process that a child needs to run at all; nothing else leaks into it. */
export function baseEnvironment(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'LC_ALL'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
