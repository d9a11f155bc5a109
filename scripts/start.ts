/** `npm start`: the platform alone, for use, until SIGINT or SIGTERM. */
import { resolve } from 'node:path';
import { build } from './build.ts';
import { apartTexts } from './cli/apart-text.ts';
import { runCommand, UserError, wholeNumber } from './cli/command.ts';
import { loadDeclared } from './cli/declared.ts';
import { apartOn } from './platform/apart.ts';
import { writePrometheusConfig } from './platform/metrics/prometheus.ts';
import { type Platform, startPlatform } from './platform/platform.ts';
import { passedOn } from './platform/processes/passed-on.ts';
import { aborted, stopSignal } from './platform/processes/stopping.ts';
import { prepareStores } from './platform/stores/prepare.ts';

const usage = `npm start [-- --port 8080 --data .marea --metrics]

Starts the whole platform on this machine; it stays up until Ctrl-C or SIGTERM.

  --port     default 8080; 0 for any free one
  --data     where everything is kept; default .marea
  --metrics  also run what observes batches, models and drift, and write a prometheus.yml beside the data`;

const LAST_PORT = 65_535;

await runCommand({
  usage,
  options: {
    port: { type: 'string', default: '8080' },
    data: { type: 'string', default: '.marea' },
    metrics: { type: 'boolean', default: false },
  },
  takes: [0, 0],
  async run({ port: asked, data, metrics }) {
    const port = wholeNumber('port', asked) ?? 0;
    if (port > LAST_PORT) throw new UserError(`--port is ${port}, expected 0 to ${LAST_PORT}`);
    const stop = stopSignal();
    try {
      await serve({ port, data, metrics }, stop);
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
  readonly metrics: boolean;
}

async function serve({ port, data, metrics }: Asked, stop: AbortSignal): Promise<void> {
  await loadDeclared();
  await build();
  const platform = await startPlatform({
    port,
    data,
    metrics,
    env: passedOn(process.env),
    prepare: prepareStores,
    log: (line) => console.log(line),
  });
  console.log(`
  console   ${platform.url.replace('127.0.0.1', 'localhost')}
  events    POST ${platform.url}/ingest
  services  ${platform.url}/services/<name>/... (or by host, where names below localhost are found)
  kn        KUBECONFIG=${platform.kubeconfig} kn service list${collectLine(platform)}${metrics ? metricsLine(data, platform.url) : ''}

A development platform for one machine. Ctrl-C ends it.`);
  for (const text of apartTexts(await apartOn(platform))) console.log(`\nnote: ${text}`);
  await aborted(stop);
  await platform.stop();
}

/** Whoever has said where data come from waits for the first of them. */
function collectLine({ ticks }: Platform): string {
  const clock = ticks('collect');
  if (!clock) return '';
  const first = clock.next()?.toTimeString().slice(0, 8) ?? 'never';
  return `\n  collect   pulls from ${process.env.DATA_API_URL} by the schedule "${clock.schedule}", first at ${first}`;
}

function metricsLine(data: string, url: string): string {
  return `\n  metrics   ${writePrometheusConfig(resolve(data), url)}`;
}
