/** Sends dead letters again: `npm run replay -- --help`. */
import type { DeadLetter, DeadLetters, Replay } from '../shared/api/dead-letters.ts';
import { deadLetterLine } from './cli/batch-report.ts';
import { type Client, clientOf } from './cli/client.ts';
import { runCommand, UserError } from './cli/command.ts';
import { KEY_USAGE, platformOptions } from './cli/credential.ts';
import { givenReason } from './cli/user.ts';

const usage = `npm run replay -- <dead-letter id|--all|--type T|--dataset D> --reason TEXT [--to URL]

Sends what could not be delivered again, as it was. \`npm run status\` lists the ids. What a broker does not take at
once is owed: it is sent when the broker is there.

  --all      all that wait, the oldest first
  --type     all of a type, such as dev.marea.batch.received
  --dataset  all of a data set; with --type, those that are both
  --reason   why, as what was mended: it is kept
  --to       the platform; default MAREA_URL, else http://127.0.0.1:8080

${KEY_USAGE}`;

await runCommand({
  usage,
  options: {
    all: { type: 'boolean', default: false },
    type: { type: 'string' },
    dataset: { type: 'string' },
    reason: { type: 'string' },
    ...platformOptions,
  },
  takes: [0, 1],
  async run({ all, type, dataset, reason, ...platform }, [id]) {
    const why = givenReason(reason);
    const kind = { ...(type ? { type } : {}), ...(dataset ? { dataset } : {}) };
    const isKind = Object.keys(kind).length > 0;
    if ([id !== undefined, all, isKind].filter(Boolean).length !== 1)
      throw new UserError('give the id of a dead letter, or --all, or a kind: --type, --dataset');
    if (id !== undefined && !/^\d{1,9}$/.test(id))
      throw new UserError(`"${id}" is no id of a dead letter, expected a number`);
    const client = clientOf(platform);
    const ids = id === undefined ? (await waiting(client, kind)).map((letter) => letter.id) : [Number(id)];
    if (ids.length === 0) console.log(`nothing ${isKind ? 'of that kind ' : ''}waits in dead letters`);
    // One request each: the ingest broker answers only when a batch is stored.
    for (const one of ids) await replay(client, one, why);
    const again = (await waiting(client, kind)).filter((letter) => ids.includes(letter.id));
    for (const letter of again) console.log(`failed again: ${deadLetterLine(letter)}`);
    return again.length === 0 ? 0 : 1;
  },
});

async function waiting(client: Client, kind: Record<string, string>): Promise<readonly DeadLetter[]> {
  const query = new URLSearchParams(kind).toString();
  return (await client.get<DeadLetters>(`/api/dead-letters${query && `?${query}`}`)).deadLetters;
}

async function replay(client: Client, id: number, reason: string): Promise<void> {
  const { replayed } = await client.post<Replay>(`/api/dead-letters/${id}/replay`, { reason });
  for (const { type, dataset, batch, sent, error } of replayed) {
    const what = `${id}: ${type}${dataset ? ` of ${dataset}` : ''}${batch ? `, batch ${batch}` : ''}`;
    console.log(sent ? `${what}: sent` : `${what}: owed, it will be sent: ${error}`);
  }
}
