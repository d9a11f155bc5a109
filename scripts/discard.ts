/** Gives dead letters up: `npm run discard -- --help`. */
import type { Discarded } from '../shared/api/dead-letters.ts';
import { type Client, clientOf } from './cli/client.ts';
import { runCommand, UserError } from './cli/command.ts';
import { KEY_USAGE, platformOptions } from './cli/credential.ts';
import { givenReason, userName } from './cli/user.ts';

const usage = `npm run discard -- <dead-letter id|--all|--type T|--dataset D|--no-dataset> --reason TEXT [--by NAME] [--to URL]

Gives up what could not be delivered and never will be: it waits no more, and no alert tells of it. It stays in the table
of dead letters, with the reason. A batch that it kept from going on has ended. \`npm run status\` lists the ids.

  --all         all that wait
  --type        all of a type, such as dev.marea.batch.received
  --dataset     all of a data set, of one that there is no longer, too; with --type, those that are both
  --no-dataset  all that name no data set
  --reason      why: it is kept with the letter
  --by          who gives it up; default your name on this machine, with a key that of the key
  --to          the platform; default MAREA_URL, else http://127.0.0.1:8080

${KEY_USAGE}`;

await runCommand({
  usage,
  options: {
    all: { type: 'boolean', default: false },
    type: { type: 'string' },
    dataset: { type: 'string' },
    'no-dataset': { type: 'boolean', default: false },
    reason: { type: 'string' },
    by: { type: 'string' },
    ...platformOptions,
  },
  takes: [0, 1],
  async run({ all, type, dataset, 'no-dataset': none, reason, by = userName(), ...platform }, [id]) {
    const why = givenReason(reason);
    if (dataset !== undefined && none) throw new UserError('give --dataset or --no-dataset');
    const kind = { type, dataset: none ? null : dataset };
    const isKind = type !== undefined || kind.dataset !== undefined;
    if ([id !== undefined, all, isKind].filter(Boolean).length !== 1)
      throw new UserError(
        'give the id of a dead letter, or --all, or a kind: --type, --dataset, --no-dataset',
      );
    if (id !== undefined && !/^\d{1,9}$/.test(id))
      throw new UserError(`"${id}" is no id of a dead letter, expected a number`);
    const client = clientOf(platform);
    const path = id === undefined ? '/api/dead-letters/discard' : `/api/dead-letters/${id}/discard`;
    const which = id !== undefined ? {} : all ? { all } : kind;
    if ((await discard(client, path, { ...which, reason: why, by })) === 0)
      console.log('nothing of that kind waits in dead letters');
    return 0;
  },
});

/** One request gives up so many at most. @returns how many in all */
async function discard(client: Client, path: string, body: object): Promise<number> {
  let all = 0;
  for (;;) {
    const { discarded, left } = await client.post<Discarded>(path, body);
    for (const { id, type, dataset, batch } of discarded)
      console.log(
        `${id}: ${type}${dataset ? ` of ${dataset}` : ''}${batch ? `, batch ${batch}` : ''}: discarded`,
      );
    all += discarded.length;
    if (left === 0 || discarded.length === 0) return all;
  }
}
