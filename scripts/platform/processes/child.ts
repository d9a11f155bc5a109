/** Child processes that end when they are told to, and when this process dies. */
import { type ChildProcess, spawn } from 'node:child_process';

export interface Child {
  readonly pid: number;
  readonly process: ChildProcess;
  /** Resolves when the process is gone. */
  readonly exited: Promise<{
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
  }>;
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
  const exited = new Promise<{
    code: number | null;
    signal: NodeJS.Signals | null;
  }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) =>
      reject(
        new Error(`${command} could not be started: ${cause.message}`, {
          cause,
        }),
      ),
    );
  });
  const stop = async (graceMs: number, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await exited;
    clearTimeout(timer);
  };
  return { pid: child.pid as number, process: child, exited, stop };
}

/** The variables of this process that a child needs to run at all; nothing else leaks into it. */
export function baseEnvironment(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'LC_ALL'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
