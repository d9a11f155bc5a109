/**
 * The thin host: serves one registered function on node:http. The stock functions-framework command line does the
 * same at a fifth of the throughput, and drops requests in flight on SIGTERM.
 */
import { DeclarationError } from '../datasets/checks/fault.ts';
import { becameReady } from './cold-start.ts';
import { configuration } from './configuration.ts';
import { loadDatasets } from './dataset-modules.ts';
import { functionNamed } from './function.ts';
import { functionServer } from './http/server.ts';
import { logger } from './log.ts';
import { closeResources } from './resources.ts';
import { startTracing } from './tracing/start.ts';
import { stopTracing } from './tracing/tracing.ts';

/** What is in flight at SIGTERM has this long to finish; Kubernetes gives 30 s. */
const GRACE_MS = 25_000;

/**
 * Starts the function and listens. Ends the process, with status 0, when it is told to; with 1 when it cannot start. The
 * last that it says is why: left to Node that would come after a line of the bundle, which is longer than what a
 * container's last words are read of.
 */
export async function host(name: string): Promise<void> {
  try {
    await startHost(name);
  } catch (error) {
    console.error(error instanceof DeclarationError ? error.message : error);
    process.exit(1);
  }
}

async function startHost(name: string): Promise<void> {
  const { PORT, HOST, DATASET_MODULES } = configuration();
  await loadDatasets(DATASET_MODULES);
  const served = functionNamed(name);
  await Promise.all([startTracing(), served.start?.()]);
  const { server, end } = functionServer(served.handle);
  endWhenTold(async () => {
    await end();
    await served.stop?.();
    await closeResources();
    await stopTracing();
  });
  server.listen(PORT, HOST, () => {
    becameReady();
    logger().info({ port: PORT, seconds: process.uptime() }, 'ready');
  });
}

/** By a signal, or by the embedded platform: it holds a pipe, and when it dies so does the function. */
function endWhenTold(finish: () => Promise<void>): void {
  let isEnding = false;
  const end = (): void => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    finish().then(
      () => process.exit(0),
      (error: Error) => {
        logger().error({ error: error.message }, 'the end was not clean');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  if (configuration().MAREA_PARENT_PIPE) process.stdin.on('end', end).on('close', end).resume();
}
