/** Uploads a file, offers it as one batch, and follows it if told to: `npm run ingest -- --help`. */
import type { BatchAnswer } from '../shared/api/batches.ts';
import type { Upload } from '../shared/api/changes.ts';
import type { Datasets } from '../shared/api/datasets.ts';
import { type BatchFile, withBatchFile } from './cli/batch-file.ts';
import { deadLetterLine, isBegun, retractedText } from './cli/batch-report.ts';
import { type Client, clientOf } from './cli/client.ts';
import { runCommand, UserError } from './cli/command.ts';
import { KEY_USAGE, platformOptions } from './cli/credential.ts';
import { batchReceivedRequest, type Offer } from './cli/event.ts';
import { follow, pathOf } from './cli/follow.ts';
import { toEnd } from './cli/to-end.ts';
import { beginningTrace } from './cli/trace.ts';

const usage = `npm run ingest -- <dataset> <file.csv|.csv.gz|.parquet|.json|-> [--wait] [--check] [--to URL] [--id ID] [--origin user]

Uploads the file and posts one batch.received; - reads standard input. While the platform does not answer, or a
process of it was killed, both are tried again.

  --wait    follows the batch to its end and prints the ledger, the drift decision and the model decision;
            the exit code is 1 when something failed
  --check   sends nothing: tells what would become of the file, column by column, and of its rows; the exit code is 1
            when it would be refused or held
  --to      the platform; default MAREA_URL, else http://127.0.0.1:8080
  --id      of the batch; default made from the content, so that the same file twice is one batch
  --origin  source (default) or user: rows that people sent, of which a model may not have too many

${KEY_USAGE}`;

/** What `ingest` takes for a name: no control characters, and nothing that a URL cannot name. */
const ID = /^(?!\.{1,2}$)[^\p{Control}\p{Surrogate}]{1,200}$/u;

await runCommand({
  usage,
  options: {
    wait: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    ...platformOptions,
    id: { type: 'string' },
    origin: { type: 'string', default: 'source' },
  },
  takes: [2, 2],
  async run({ wait, check, id, origin, ...platform }, [dataset = '', path = '']) {
    if (id !== undefined && !ID.test(id))
      throw new UserError(
        `--id is "${id}", expected at most 200 characters, no control characters among them`,
      );
    if (origin !== 'source' && origin !== 'user')
      throw new UserError(`--origin is "${origin}", expected source or user`);
    const client = clientOf(platform);
    await checkDataset(client, dataset);
    if (check) return await withBatchFile(path, (file) => checked(client, dataset, file));
    const batch = await withBatchFile(path, (file) => offer(client, file, { dataset, id, origin }));
    if (wait) return await toEnd((steps) => follow(client, dataset, batch, steps));
    const refused = (await client.find<BatchAnswer>(pathOf(dataset, batch)))?.deadLetters ?? [];
    for (const letter of refused) console.error(deadLetterLine(letter));
    return refused.length > 0 ? 1 : 0;
  },
});

/** Read and told only here: the code that reads files takes a while to load. */
async function checked(client: Client, dataset: string, file: BatchFile): Promise<number> {
  const { checkBatchFile } = await import('./cli/check-file.ts');
  return (await checkBatchFile(client, dataset, file)) ? 0 : 1;
}

async function checkDataset(client: Client, name: string): Promise<void> {
  const { datasets } = await client.get<Datasets>('/api/datasets');
  const names = datasets.map((dataset) => dataset.name);
  if (!names.includes(name))
    throw new UserError(`there is no data set "${name}", there are: ${names.join(', ')}`);
}

interface Wanted extends Pick<Offer, 'dataset' | 'origin'> {
  readonly id: string | undefined;
}

/** @returns the id of the batch */
async function offer(client: Client, file: BatchFile, { dataset, id, origin }: Wanted): Promise<string> {
  const batch = id ?? file.hash;
  const known = await client.find<BatchAnswer>(pathOf(dataset, batch));
  if (known && isBegun(known)) {
    if (known.retractedAt)
      throw new UserError(
        `batch ${batch} of ${dataset} was ${retractedText(known)}; to take the file again all the same give another --id`,
      );
    console.log(`batch ${batch} of ${dataset} is there already; to take the file again give another --id`);
    return batch;
  }
  const name = file.name === 'stdin' ? undefined : file.name;
  const path = `/api/uploads/${dataset}/${encodeURIComponent(file.name)}`;
  const { dataref } = await client.put<Upload>(path, () => file.stream(), file.bytes);
  const accepted = await beginningTrace('send dev.marea.batch.received', (trace) => {
    const offered = { dataset, batch, dataref, filename: name, origin };
    const { headers, body } = batchReceivedRequest(offered, trace);
    return client.postEvent(headers, body);
  });
  console.log(`batch ${batch} of ${dataset}: ${file.name} posted`);
  if (accepted) console.log(`  follow it: npm run status -- ${dataset}, or ${accepted.status}`);
  return batch;
}
