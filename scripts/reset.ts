/** Forgets all data and models of one data set: `npm run reset -- --help`. */
import type { Reset } from '../shared/api/changes.ts';
import { clientOf } from './cli/client.ts';
import { runCommand, UserError } from './cli/command.ts';
import { KEY_USAGE, platformOptions } from './cli/credential.ts';
import { givenReason } from './cli/user.ts';

const usage = `npm run reset -- <dataset> --reason TEXT --yes [--to URL]

Drops the rows, batches, runs, models and objects of one data set and makes its tables anew. There is no way back.

  --reason  why: it is kept, though nothing else is
  --yes     without it nothing is done
  --to      the platform; default MAREA_URL, else http://127.0.0.1:8080

${KEY_USAGE}`;

await runCommand({
  usage,
  options: { yes: { type: 'boolean', default: false }, reason: { type: 'string' }, ...platformOptions },
  takes: [1, 1],
  async run({ yes, reason, ...platform }, [dataset = '']) {
    const why = givenReason(reason);
    if (!yes) throw new UserError(`this drops all data and models of ${dataset}; to do it add --yes`);
    await clientOf(platform).post<Reset>(`/api/datasets/${encodeURIComponent(dataset)}/reset`, {
      confirm: dataset,
      reason: why,
    });
    console.log(`${dataset} is empty`);
    return 0;
  },
});
