/**
 * Starts each function once, so that V8's code of it is kept for later starts: `tsx scripts/image/compiled.ts <folder>`.
 * Node looks for that code under the paths, the user and the CPU that it was made with (NODE_COMPILE_CACHE); where
 * one differs it compiles, as it would without.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { functionNames } from '../build.ts';

/** Who the image runs as. */
const USER = 1000;
/** Nothing is there; no function asks before it is asked. */
const NOWHERE = '127.0.0.1:1';
const environment = {
  DATABASE_URL: `postgres://nobody@${NOWHERE}/none`,
  S3_ENDPOINT: `http://${NOWHERE}`,
  S3_ACCESS_KEY: 'none',
  S3_SECRET_KEY: 'none',
  DATASET: 'realtor',
  KUBE_API_URL: `http://${NOWHERE}`,
  HOST: '127.0.0.1',
  PORT: '0',
};

/** @throws when a function does not become ready, or does not end well */
export async function compile(folder: string, names: readonly string[], user?: number): Promise<void> {
  const cache = `${folder}/compiled`;
  await mkdir(cache, { recursive: true });
  if (user !== undefined) await chown(cache, user, user);
  for (const name of names) {
    const child = spawn(process.execPath, ['index.js'], {
      cwd: folder,
      env: { ...environment, PATH: process.env.PATH, FUNCTION: name, NODE_COMPILE_CACHE: cache },
      stdio: ['ignore', 'pipe', 'inherit'],
      ...(user === undefined ? {} : { uid: user, gid: user }),
    });
    const ended = once(child, 'exit') as Promise<[number | null]>;
    if (!(await becameReady(child))) throw new Error(`${name} did not become ready`);
    child.kill('SIGTERM');
    const [code] = await ended;
    if (code !== 0) throw new Error(`${name} ended with ${code}`);
  }
}

async function becameReady({ stdout }: ChildProcess): Promise<boolean> {
  if (!stdout) return false;
  for await (const line of createInterface(stdout)) if (line.includes('"msg":"ready"')) return true;
  return false;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , folder = ''] = process.argv;
  const names = await functionNames();
  await compile(folder, names, USER);
  console.log(`${names.length} functions compiled`);
}
