/** A function as a process of its own, as the platform starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../platform/processes/ports.ts';

export interface FunctionProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** performance.now() when it was started. */
  readonly started: number;
}

/**
 * @param env beside what each has
 * @param bundle another build of it
 */
export async function spawnFunction(
  name: string,
  env: Readonly<Record<string, string>>,
  bundle = fileURLToPath(new URL(`../../dist/functions/${name}.js`, import.meta.url)),
): Promise<FunctionProcess> {
  const PORT = env.PORT ?? String(await freePort());
  const started = performance.now();
  const child = spawn(process.execPath, [bundle], {
    env: {
      PATH: process.env.PATH,
      FUNCTION: name,
      HOST: '127.0.0.1',
      ACCESS: 'loopback',
      LOG_LEVEL: 'warn',
      ...env,
      PORT,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return { url: `http://127.0.0.1:${PORT}`, child, started };
}

/** @throws when it ends before it answers */
export async function untilOk({ url, child }: FunctionProcess, path: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the function ended with ${child.exitCode}`);
    const answer = await fetch(url + path).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await sleep(2);
  }
}

export async function end({ child }: FunctionProcess): Promise<void> {
  child.kill('SIGTERM');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
