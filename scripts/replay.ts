/** Sends dead letters again: `npm run replay -- --help`. */
import { clientOf } from './cli/client.ts';
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
    const path = `/api/dead-letters/${all ? '' : `${id}/`}replay`;
    const { replayed } = await clientOf(to).post<{ replayed: Replayed[] }>(path, {});
    if (replayed.length === 0) console.log('nothing waits in dead letters');
    for (const letter of replayed) console.log(lineOf(letter));
    return replayed.every((letter) => letter.sent) ? 0 : 1;
  },
});

function lineOf({ id, type, dataset, batch, sent, error }: Replayed): string {
  const what = `${id}: ${type}${dataset ? ` of ${dataset}` : ''}${batch ? `, batch ${batch}` : ''}`;
  return sent ? `${what}: sent` : `${what}: not sent: ${error}`;
}
