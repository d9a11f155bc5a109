/** Sends odd requests to what strangers reach: `npm run fuzz -- --help`. */
import { datasetNamed } from '../shared/datasets/index.ts';
import { clientOf } from './cli/client.ts';
import { runCommand, UserError, wholeNumber } from './cli/command.ts';
import { headersOf, KEY_USAGE, keyOf, platformOptions } from './cli/credential.ts';
import { loadDeclared } from './cli/declared.ts';
import { type Found, fuzz } from './fuzz/fuzz.ts';
import { type PodState, podState } from './fuzz/pods.ts';
import { reachedFor } from './fuzz/reached.ts';

const usage = `npm run fuzz -- [dataset] [--seed N] [--requests 20000] [--from 0] [--to URL]

Sends requests that no client makes to a predictor, the console and the entrance of a platform that runs, and tells which
were answered as none may be: a status of 500 and more that is not a 503 with its reason, no answer, or a word of the inside.
Then comes what each function held in memory: at first, when a fifth was sent, and in the end.
It offers batches, asks for trainings and discards dead letters, as a stranger would: for a platform that nobody needs.

  dataset     whose predictor is asked; default realtor. One with a model is worth more
  --seed      the same one sends the same requests; default 1
  --requests  how many
  --from      the first of them: with --requests 1 one is sent again
  --to        the platform; default MAREA_URL, else http://127.0.0.1:8080

A stranger with a key sees more. ${KEY_USAGE}`;

type Headers = Readonly<Record<string, string>>;

/** Caches and the compiler's work come to an end; what grows on does not. */
const WARM_SHARE = 0.2;
const MOST_GROWTH = 128 * 1024 ** 2;

await runCommand({
  usage,
  options: {
    seed: { type: 'string', default: '1' },
    requests: { type: 'string', default: '20000' },
    from: { type: 'string', default: '0' },
    ...platformOptions,
  },
  takes: [0, 1],
  async run({ seed, requests, from, ...platform }, [name = 'realtor']) {
    await loadDeclared();
    const { url } = clientOf(platform);
    const dataset = datasetNamed(name);
    const reached = await reachedFor(name);
    const services = reached.map(({ prefix }) => prefix.slice('/services/'.length));
    const first = wholeNumber('from', from) ?? 0;
    const last = first + (wholeNumber('requests', requests, 1) ?? 1);
    const warm = first + Math.floor((last - first) * WARM_SHARE);
    const headers = headersOf(keyOf(platform));
    const asked = { url, headers, reached, dataset, seed: wholeNumber('seed', seed) ?? 1 };
    const before = await statesOf(url, services, headers);
    const begun = await fuzz({ ...asked, from: first, to: warm });
    const warmed = await statesOf(url, services, headers);
    const rest = await fuzz({ ...asked, from: warm, to: last });
    const after = await statesOf(url, services, headers);
    tell(begun);
    tell(rest);
    const changed = [
      ...changesOf(before, after, Number.POSITIVE_INFINITY),
      ...changesOf(warmed, after, MOST_GROWTH),
    ];
    for (const { service, bytes } of before)
      console.log(`${service}: ${[bytes, ...bytesOf(service, warmed, after)].map(megabytes).join(', ')}`);
    for (const line of new Set(changed)) console.log(line);
    return begun.findings.length + rest.findings.length + changed.length > 0 ? 1 : 0;
  },
});
process.exit();

async function statesOf(url: string, services: readonly string[], headers: Headers): Promise<PodState[]> {
  try {
    return await Promise.all(services.map((service) => podState(url, service, headers)));
  } catch (cause) {
    throw new UserError(`the platform at ${url}: ${(cause as Error).message}`, { cause });
  }
}

function tell({ findings, statuses, slowest }: Found): void {
  for (const { number, problems, mutations, request, answer } of findings)
    console.log(
      `\nrequest ${number}: ${problems.join(', ')} (${mutations.join(', ')})\n${request}\n---\n${answer}`,
    );
  const counts = Object.entries(statuses).map(([status, count]) => `${count} x ${status}`);
  console.log(
    `${counts.join(', ')}; the slowest, request ${slowest.number}, took ${Math.round(slowest.milliseconds)} ms`,
  );
}

/** In the order of these looks. */
function bytesOf(service: string, ...looks: readonly (readonly PodState[])[]): number[] {
  return looks.map((states) => states.find((state) => state.service === service)?.bytes ?? Number.NaN);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MB`;
}

function changesOf(before: readonly PodState[], after: readonly PodState[], mostGrowth: number): string[] {
  return after.flatMap(({ service, started, bytes }, index) => {
    const was = before[index];
    if (!was) return [];
    if (started > was.started) return [`${service} was started anew`];
    return bytes - was.bytes > mostGrowth ? [`${service} grew from ${was.bytes} to ${bytes} bytes`] : [];
  });
}
