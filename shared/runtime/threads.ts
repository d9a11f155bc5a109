/** The cores that this process may use, and threads on them that help a fit. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Helpers } from '../ml/models/trees/kernel/kernel.ts';
import { configuration } from './configuration.ts';
import { logger } from './log.ts';

/** Text, so that it needs no file of its own beside a bundle. */
const SERVE = `
const { workerData: { module, memory } } = require('node:worker_threads');
const { exports: { serve, lose } } = new WebAssembly.Instance(module, { env: { memory, abandon() {} } });
try {
  serve();
} catch (error) {
  lose();
  throw error;
}
`;

/** As many as THREADS says; else as the pod may use of the machine's cores. */
export function threadsHere(): number {
  const { THREADS } = configuration();
  return THREADS ? Number(THREADS) : Math.max(1, Math.min(availableParallelism(), quota()));
}

/**
 * For a fit on so many threads, the caller's among them. None keeps the process alive, and one that cannot be started
 * is none: the fit goes on without it, with the same result, and the log says so. One that goes in the middle of its
 * work ends the fit: see Helpers.
 */
export function helpersOf(threads: number): Helpers {
  return {
    count: threads - 1,
    start(module, memory) {
      try {
        for (let i = 1; i < threads; i++) startOne({ module, memory });
      } catch (error) {
        warnOnce('a thread to help a fit cannot be started: it goes on with those there are', error);
      }
    },
    withoutKernel: (error) => warnOnce('no WebAssembly kernel here: fits take some times as long', error),
  };
}

function startOne(workerData: object): void {
  const worker = new Worker(SERVE, { eval: true, workerData, env: {}, execArgv: [] });
  worker.on('error', (error) => warnOnce('a thread that helped a fit has failed', error));
  worker.unref();
}

const said = new Set<string>();

/** Once in a process: every fit would have the same to say. */
function warnOnce(what: string, error: unknown): void {
  if (said.has(what)) return;
  said.add(what);
  logger().warn({ error: error instanceof Error ? error.message : String(error) }, what);
}

/** Cores that a container's limit lets it use at once, rounded up: Node 20 knows of the machine's alone. */
function quota(): number {
  try {
    const [allowed, period] = readFileSync('/sys/fs/cgroup/cpu.max', 'utf8').trim().split(' ').map(Number);
    return allowed && period ? Math.ceil(allowed / period) : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
