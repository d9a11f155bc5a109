/** The main job, start to end: data are pulled, checked, learned from, and a price is asked of the served model. */
import { fileURLToPath } from 'node:url';
import type { Status } from '../shared/api/status.ts';
import { datasetNamed } from '../shared/datasets/index.ts';
import { build } from './build.ts';
import { isBegun, isFailure } from './cli/batch-report.ts';
import { type Client, clientOf } from './cli/client.ts';
import { runCommand, UserError, wholeNumber } from './cli/command.ts';
import { loadDeclared } from './cli/declared.ts';
import { follow } from './cli/follow.ts';
import { terminalSteps } from './cli/progress.ts';
import { type DataApi, startDataApi } from './data-api/server.ts';
import { explained, priced, whatNext } from './demo/answer.ts';
import { onceInARow } from './demo/once-in-a-row.ts';
import type { Observation } from './platform/metrics/observation.ts';
import { type Platform, startPlatform } from './platform/platform.ts';
import { passedOn } from './platform/processes/passed-on.ts';
import { aborted, stopSignal } from './platform/processes/stopping.ts';
import { prepareStores } from './platform/stores/prepare.ts';

const usage = `npm run demo [-- --exit] [--port 8080] [--data .marea/demo] [--file listings.csv.gz]

Starts the embedded platform and a stand-in for the external data API, lets the pipeline run as it would in
production, and asks the served model for a price. Stays up until Ctrl-C; a second run goes on from what is there.

  --exit   ends by itself after the first price: status 0, or 1 and the reason
  --port   default 8080; 0 for any free one
  --data   where everything is kept; default .marea/demo
  --file   listings to pull, instead of synthetic ones`;

const DATASET = 'realtor';
const SERVICE = `predict-${DATASET}`;
await runCommand({
  usage,
  options: {
    exit: { type: 'boolean', default: false },
    port: { type: 'string', default: '8080' },
    data: { type: 'string', default: fileURLToPath(new URL('../.marea/demo', import.meta.url)) },
    file: { type: 'string' },
  },
  takes: [0, 0],
  async run({ exit, port, data, file }) {
    const stop = stopSignal();
    const followed = new Set<string>();
    const stopped = aborted(stop);
    await loadDeclared();
    await build();
    const source = await sourceOf(file);
    let platform: Platform | undefined;
    try {
      console.log(`data      ${source.description}`);
      platform = await start(wholeNumber('port', port) ?? 0, data, source.url);
      console.log(`platform  ${platform.url}`);
      // What an earlier run has brought to its end is not told again.
      for (const batch of (await statusOf(clientOf({ to: platform.url }))).batches)
        if (batch.endedAt) followed.add(batch.id);
      await Promise.race([untilPriced(platform, clientOf({ to: platform.url }), followed), stopped]);
      if (exit || stop.aborted) return 0;
      console.log(whatNext(platform, SERVICE, datasetNamed(DATASET).example));
      await Promise.race([followForEver(platform, clientOf({ to: platform.url }), followed), stopped]);
      return 0;
    } finally {
      await platform?.stop();
      await source.stop();
    }
  },
});
process.exit();

async function sourceOf(file: string | undefined): Promise<DataApi> {
  try {
    return await startDataApi(file ? { file } : {});
  } catch (cause) {
    throw new UserError(`--file ${file}: ${(cause as Error).message}`, { cause });
  }
}

async function start(port: number, data: string, dataApi: string): Promise<Platform> {
  try {
    return await startPlatform({
      port,
      data,
      env: { ...passedOn(process.env), DATA_API_URL: dataApi },
      prepare: prepareStores,
      // As in production. Nobody wants to watch that: the demo ticks the clock itself, see pull().
      overrides: [
        {
          target: { kind: 'PingSource', name: 'collect' },
          operations: [{ op: 'replace', path: '/spec/schedule', value: '*/5 * * * *' }],
        },
      ],
    });
  } catch (cause) {
    throw new UserError((cause as Error).message, { cause });
  }
}

/** Pulls batch after batch until a model is served, and asks it. @throws UserError when no batch brings one */
async function untilPriced(platform: Platform, client: Client, followed: Set<string>): Promise<void> {
  while (!(await statusOf(client)).production)
    if (!(await pull(platform, client, followed)))
      throw new UserError(`no model after ${followed.size} batches: npm run status -- ${DATASET} tells more`);
  const { example } = datasetNamed(DATASET);
  // It became production a moment ago: the predictor looks now, not with its next request.
  await ask(client, 'reload', {});
  const answer = await ask(client, 'predict', example);
  console.log(`\n${priced(example, answer)}`);
  console.log(`\n${explained(await ask(client, 'explain', example))}`);
}

/** Has `collect` look for a batch now, and follows what is new to its end. @returns whether there was any batch */
async function pull(platform: Platform, client: Client, followed: Set<string>): Promise<boolean> {
  let taken = false;
  const end = platform.observe((seen) => {
    taken ||= isArrival(seen);
  });
  await platform.ping('collect');
  end();
  const { batches } = await statusOf(client);
  for (const { id } of batches.filter((batch) => !followed.has(batch.id))) {
    taken = true;
    followed.add(id);
    await followOne(client, id);
  }
  return taken;
}

/** `ingest` has taken a batch: a new one, or one that it knows from an earlier run. */
function isArrival(seen: Observation): boolean {
  return seen.kind === 'delivery' && seen.trigger === 'ingest' && seen.status < 300;
}

/** The batches that are left, one after the other, then whatever comes. Asks nothing meanwhile: all may go to zero. */
async function followForEver(platform: Platform, client: Client, followed: Set<string>): Promise<never> {
  const say = onceInARow(console.error);
  const tell = (error: UserError): boolean => {
    say(error.message);
    return false;
  };
  for (;;) {
    const arrival = nextArrival(platform);
    while (await pull(platform, client, followed).catch(tell));
    await arrival;
  }
}

function nextArrival(platform: Platform): Promise<void> {
  return new Promise((resolve) => {
    const end = platform.observe((seen) => {
      if (!isArrival(seen)) return;
      end();
      resolve();
    });
  });
}

async function followOne(client: Client, batch: string): Promise<void> {
  console.log(`\nbatch     ${batch}`);
  const steps = terminalSteps();
  const report = await follow(client, DATASET, batch, steps);
  steps.end();
  if (isBegun(report) && report.outcome) console.log(`${report.outcome}: ${report.reason}`);
  const [letter] = report.deadLetters;
  if (letter) throw new UserError(`${letter.type} could not be handled: ${letter.error}`);
  if (isBegun(report) && isFailure(report)) throw new UserError(`${report.outcome}: ${report.reason}`);
}

async function statusOf(client: Client): Promise<Status> {
  return await client.get<Status>(`/api/status?dataset=${DATASET}`);
}

async function ask(client: Client, call: string, body: unknown): Promise<Record<string, unknown>> {
  return await client.post(`/services/${SERVICE}/${call}`, body);
}
