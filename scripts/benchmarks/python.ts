/** Runs what the libraries usually called do, where a Python has them: $PYTHON, or python3. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const python = process.env.PYTHON ?? 'python3';

/** Whether it can import all of these. */
export async function pythonHas(modules: readonly string[]): Promise<boolean> {
  const child = spawn(python, ['-c', `import ${modules.join(', ')}`], { stdio: 'ignore' });
  try {
    const [status] = await once(child, 'exit');
    return status === 0;
  } catch {
    return false;
  }
}

/**
 * What a script of scripts/reference/ prints, as JSON.
 *
 * @throws Error when it ends with another status than 0
 */
export async function referenceAnswer<T>(script: string, args: readonly string[]): Promise<T> {
  const path = fileURLToPath(new URL(`../reference/${script}`, import.meta.url));
  const child = spawn(python, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`${python} ${path} ended with status ${status}`);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as T;
}
