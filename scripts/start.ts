/** `npm start`: the platform alone, for use, until SIGINT or SIGTERM. */
import { parseArgs } from 'node:util';
import { loadDatasets } from '../shared/runtime/host.ts';
import { build } from './build.ts';
import { passedOn } from './platform/passed-on.ts';
import { startPlatform } from './platform/platform.ts';
import { prepareStores } from './platform/prepare.ts';
import { aborted, stopSignal } from './platform/stopping.ts';

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

const stop = stopSignal();

try {
  await loadDatasets(process.env.DATASET_MODULES);
  await build();
  const platform = await startPlatform({
    port,
    data: values.data,
    env: passedOn(process.env),
    prepare: prepareStores,
    log: (line) => console.log(line),
  });
  console.log(`
  console   ${platform.url.replace('127.0.0.1', 'localhost')}
  events    POST ${platform.url}/ingest
  services  ${platform.url}/services/<name>/...
  kn        KUBECONFIG=${platform.kubeconfig} kn service list

A development platform for one machine. Ctrl-C ends it.`);
  await aborted(stop);
  await platform.stop();
} catch (error) {
  console.error(`marea: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
process.exit();
