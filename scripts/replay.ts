/** Sends dead letters again: `npm run replay -- --help`. */
import { type DeadLetterLine, deadLetterLine } from './cli/batch-report.ts';
import { type Client, clientOf } from './cli/client.ts';
import { runCommand, UserError } from './cli/command.ts';

const usage = `npm run replay -- <dead-letter id|--all> [--to URL]

Sends what could not be delivered again, as it was. \`npm run status\` lists the ids.

  --all  all that wait, the oldest first
  --to   the platform; default MAREA_URL, else http://127.0.0.1:8080`;

interface Replayed {
  readonly id: number;
  readonly type: string;
  readonly dataset: string | null;
  readonly batch: string | null;
  readonly sent: boolean;
  readonly error?: string;
}

await runCommand({
  usage,
  options: { all: { type: 'boolean', default: false }, to: { type: 'string' } },
  takes: [0, 1],
  async run({ all, to }, [id]) {
    if (all === (id !== undefined)) throw new UserError('give the id of a dead letter, or --all');
    if (id !== undefined && !/^\d{1,9}$/.test(id))
      throw new UserError(`"${id}" is no id of a dead letter, expected a number`);
    const client = clientOf(to);
    const ids = id === undefined ? (await waiting(client)).map((letter) => letter.id) : [Number(id)];
    if (ids.length === 0) console.log('nothing waits in dead letters');
    // One request each: the ingest broker answers only when a batch is stored.
    let failed = 0;
    for (const one of ids) if (!(await replay(client, one))) failed++;
    const again = (await waiting(client)).filter((letter) => ids.includes(letter.id));
    for (const letter of again) console.log(`failed again: ${deadLetterLine(letter)}`);
    return failed + again.length === 0 ? 0 : 1;
  },
});

async function waiting(client: Client): Promise<DeadLetterLine[]> {
  return (await client.get<{ deadLetters: DeadLetterLine[] }>('/api/dead-letters')).deadLetters;
}

/** @returns whether the event was sent */
async function replay(client: Client, id: number): Promise<boolean> {
  const { replayed } = await client.post<{ replayed: Replayed[] }>(`/api/dead-letters/${id}/replay`, {});
  for (const { type, dataset, batch, sent, error } of replayed) {
    const what = `${id}: ${type}${dataset ? ` of ${dataset}` : ''}${batch ? `, batch ${batch}` : ''}`;
    console.log(sent ? `${what}: sent` : `${what}: not sent: ${error}`);
  }
  return replayed.every(({ sent }) => sent);
}
