/** `npm start`: the platform alone, for use, until SIGINT or SIGTERM. */
import { parseArgs } from 'node:util';
import { build } from './build.ts';
import { startPlatform } from './platform/platform.ts';
import { prepareStores } from './platform/prepare.ts';

/** What the functions, and the platform itself, may be told by the environment. */
const passed = [
  'DATABASE_URL',
  'S3_ENDPOINT',
  'S3_ACCESS_KEY',
  'S3_SECRET_KEY',
  'S3_REGION',
  'DATA_API_URL',
  'DATASET_MODULES',
  'LOG_LEVEL',
] as const;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8080' },
    data: { type: 'string', default: '.marea' },
  },
});

const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`--port ${values.port}: expected a number from 0 to 65535`);
  process.exit(2);
}

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());

try {
  await build();
  const platform = await startPlatform({
    port,
    data: values.data,
    env: Object.fromEntries(passed.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
    prepare: prepareStores,
    log: (line) => console.log(line),
  });
  console.log(`
  console   ${platform.url.replace('127.0.0.1', 'localhost')}
  events    POST ${platform.url}/ingest
  services  ${platform.url}/services/<name>/...
  kn        KUBECONFIG=${platform.kubeconfig} kn service list

A development platform for one machine. Ctrl-C ends it.`);
  if (!stopping.signal.aborted) {
    await new Promise((resolve) => stopping.signal.addEventListener('abort', resolve, { once: true }));
  }
  await platform.stop();
} catch (error) {
  console.error(`marea: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
process.exit();
