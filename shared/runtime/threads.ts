/** The cores that this process may use, and threads on them that help a fit. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Helpers } from '../ml/models/trees/kernel/kernel.ts';
import { configuration } from './configuration.ts';

/** Text, so that it needs no file of its own beside a bundle. */
const SERVE = `
const { workerData: { module, memory } } = require('node:worker_threads');
new WebAssembly.Instance(module, { env: { memory } }).exports.serve();
`;

/** As many as THREADS says; else as the pod may use of the machine's cores. */
export function threadsHere(): number {
  const { THREADS } = configuration();
  return THREADS ? Number(THREADS) : Math.max(1, Math.min(availableParallelism(), quota()));
}

/**
 * For a fit on so many threads, the caller's among them. None keeps the process alive, and one that cannot run is
 * none: the fit goes on without it.
 */
export function helpersOf(threads: number): Helpers {
  return {
    count: threads - 1,
    start(module, memory) {
      for (let i = 1; i < threads; i++) {
        const worker = new Worker(SERVE, {
          eval: true,
          workerData: { module, memory },
          env: {},
          execArgv: [],
        });
        worker.on('error', () => {});
        worker.unref();
      }
    },
  };
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
