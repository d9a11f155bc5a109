/** `npm start`: the platform alone, for use, until SIGINT or SIGTERM. */
import { resolve } from 'node:path';
import { build } from './build.ts';
import { apartTexts } from './cli/apart-text.ts';
import { runCommand, UserError, wholeNumber } from './cli/command.ts';
import { loadDeclared } from './cli/declared.ts';
import { apartOn } from './platform/apart.ts';
import { writePrometheusConfig } from './platform/metrics/prometheus.ts';
import { type Platform, startPlatform } from './platform/platform.ts';
import { isLoopback } from './platform/processes/own-hosts.ts';
import { passedOn } from './platform/processes/passed-on.ts';
import { aborted, stopSignal } from './platform/processes/stopping.ts';
import { hasKeys } from './platform/stores/keys.ts';
import { prepareStores } from './platform/stores/prepare.ts';

const usage = `npm start [-- --port 8080 --data .marea --host ADDRESS --metrics]

Starts the whole platform on this machine; it stays up until Ctrl-C or SIGTERM.

  --port     default 8080; 0 for any free one
  --data     where everything is kept; default .marea
  --host     also listen there, for other machines: 0.0.0.0 is everywhere. Only with a key (npm run key), and then nobody without one is let in
  --metrics  also run what observes batches, models and drift, and write a prometheus.yml beside the data`;

const LAST_PORT = 65_535;
const OPEN = 'open to everybody on this machine: there is no key; npm run key -- create makes one';

await runCommand({
  usage,
  options: {
    port: { type: 'string', default: '8080' },
    data: { type: 'string', default: '.marea' },
    host: { type: 'string', default: 'localhost' },
    metrics: { type: 'boolean', default: false },
  },
  takes: [0, 0],
  async run({ port: asked, data, host, metrics }) {
    const port = wholeNumber('port', asked) ?? 0;
    if (port > LAST_PORT) throw new UserError(`--port is ${port}, expected 0 to ${LAST_PORT}`);
    const stop = stopSignal();
    try {
      await serve({ port, data, host, metrics }, stop);
    } catch (cause) {
      throw new UserError((cause as Error).message, { cause });
    }
    return 0;
  },
});
process.exit();

interface Asked {
  readonly port: number;
  readonly data: string;
  readonly host: string;
  readonly metrics: boolean;
}

async function serve({ port, data, host, metrics }: Asked, stop: AbortSignal): Promise<void> {
  await loadDeclared();
  await build();
  const platform = await startPlatform({
    port,
    data,
    metrics,
    // Beyond this machine nobody is let in without a key, whatever becomes of the keys.
    env: { ...passedOn(process.env), ...(isLoopback(host) ? {} : { ACCESS: 'required' }) },
    prepare: prepareStores,
    log: (line) => console.log(line),
  });
  const isOpen = await opened(platform, host);
  console.log(`
  console   ${platform.url.replace('127.0.0.1', 'localhost')}
  events    POST ${platform.url}/ingest
  services  ${platform.url}/services/<name>/... (or by host, where names below localhost are found)
  kn        KUBECONFIG=${platform.kubeconfig} kn service list${collectLine(platform)}${metrics ? metricsLine(data, platform) : ''}
  access    ${isOpen ? OPEN : 'for those with a key'}

A development platform for one machine. Ctrl-C ends it.`);
  for (const text of apartTexts(await apartOn(platform))) console.log(`\nnote: ${text}`);
  await aborted(stop);
  await platform.stop();
}

/** @returns whether anybody may do anything. @throws when it would be so for other machines */
async function opened(platform: Platform, host: string): Promise<boolean> {
  if (await hasKeys(platform.databaseUrl)) {
    await platform.open(host);
    return false;
  }
  if (isLoopback(host)) return process.env.ACCESS !== 'required';
  await platform.stop();
  throw new UserError(
    `--host ${host}: there is no key yet, so everybody there could do everything; start without --host, and make one with npm run key -- create`,
  );
}

/** Whoever has said where data come from waits for the first of them. */
function collectLine({ ticks }: Platform): string {
  const clock = ticks('collect');
  if (!clock) return '';
  const first = clock.next()?.toTimeString().slice(0, 8) ?? 'never';
  return `\n  collect   pulls from ${process.env.DATA_API_URL} by the schedule "${clock.schedule}", first at ${first}`;
}

function metricsLine(data: string, platform: Platform): string {
  return `\n  metrics   ${writePrometheusConfig(resolve(data), platform)}`;
}
