/**
 * The thin host: serves one registered function on node:http. The stock functions-framework command line does the
 * same at a fifth of the throughput, and drops requests in flight on SIGTERM.
 */
import { createServer, type Server } from 'node:http';
import { pathToFileURL } from 'node:url';
import type { Dataset } from '../datasets/declaration.ts';
import { addDataset } from '../datasets/index.ts';
import { becameReady } from './cold-start.ts';
import { configuration } from './configuration.ts';
import { functionNamed, type MareaFunction } from './function.ts';
import { type IncomingRequest, requestFrom, writeAnswer } from './http.ts';
import { logger } from './log.ts';
import { closeResources } from './resources.ts';
import { startTracing } from './tracing/start.ts';
import { stopTracing } from './tracing/tracing.ts';

/** What is in flight at SIGTERM has this long to finish; Kubernetes gives 30 s. */
const GRACE_MS = 25_000;

/** Starts the function and listens. Ends the process, with status 0, when it is told to. */
export async function host(name: string): Promise<void> {
  const { PORT, HOST, DATASET_MODULES } = configuration();
  await loadDatasets(DATASET_MODULES);
  const served = functionNamed(name);
  await Promise.all([startTracing(), served.start?.()]);
  const server = serve(served);
  server.listen(PORT, HOST, () => {
    becameReady();
    logger().info({ port: PORT, seconds: process.uptime() }, 'ready');
  });
}

export async function loadDatasets(modules: string | undefined): Promise<void> {
  for (const path of modules?.split(',').filter(Boolean) ?? []) {
    const loaded = (await import(pathToFileURL(path).href)) as { default: Dataset };
    addDataset(loaded.default);
  }
}

function serve(served: MareaFunction): Server {
  let draining = false;
  const server = createServer((incoming, response) => {
    if (draining) {
      response.writeHead(503, { connection: 'close', 'content-length': '0' }).end();
      return;
    }
    Promise.resolve(served.handle(requestFrom(incoming as IncomingRequest)))
      .then((answer) => writeAnswer(response, answer))
      .catch((error: NodeJS.ErrnoException) => {
        // A client that hung up needs no answer, and is no fault of ours.
        if (error.code === 'ERR_STREAM_PREMATURE_CLOSE') return;
        logger().error({ error: error.message, stack: error.stack }, 'an answer could not be written');
        response.destroy();
      });
  });
  // A long upload or a long stage is no reason to hang up; the platform in front has the timeouts.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 65_000;
  const end = (): void => {
    if (draining) return;
    draining = true;
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    server.close(() => {
      finish(served).then(
        () => process.exit(0),
        (error: Error) => {
          logger().error({ error: error.message }, 'the end was not clean');
          process.exit(1);
        },
      );
    });
    // A connection that falls idle after close() would hold the process up to its keep-alive time.
    setInterval(() => server.closeIdleConnections(), 50).unref();
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  // The embedded platform holds this pipe: when it dies, so does the function.
  if (configuration().MAREA_PARENT_PIPE) process.stdin.on('end', end).on('close', end).resume();
  return server;
}

async function finish(served: MareaFunction): Promise<void> {
  await served.stop?.();
  await closeResources();
  await stopTracing();
}
