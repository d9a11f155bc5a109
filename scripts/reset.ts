/** Forgets all data and models of one data set: `npm run reset -- --help`. */
import type { Reset } from '../shared/api/changes.ts';
import { clientOf } from './cli/client.ts';
import { runCommand, UserError } from './cli/command.ts';

const usage = `npm run reset -- <dataset> --yes [--to URL]

Drops the rows, batches, runs, models and objects of one data set and makes its tables anew. There is no way back.

  --yes  without it nothing is done
  --to   the platform; default MAREA_URL, else http://127.0.0.1:8080`;

await runCommand({
  usage,
  options: { yes: { type: 'boolean', default: false }, to: { type: 'string' } },
  takes: [1, 1],
  async run({ yes, to }, [dataset = '']) {
    if (!yes) throw new UserError(`this drops all data and models of ${dataset}; to do it add --yes`);
    await clientOf(to).post<Reset>(`/api/datasets/${encodeURIComponent(dataset)}/reset`, {
      confirm: dataset,
    });
    console.log(`${dataset} is empty`);
    return 0;
  },
});
