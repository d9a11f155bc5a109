/** Asks for a training, and follows it if told to: `npm run train -- --help`. */
import type { TrainingRequest } from '../shared/api/changes.ts';
import { clientOf } from './cli/client.ts';
import { runCommand } from './cli/command.ts';
import { KEY_USAGE, platformOptions } from './cli/credential.ts';
import { followTraining } from './cli/follow.ts';
import { toEnd } from './cli/to-end.ts';
import { givenReason } from './cli/user.ts';

const usage = `npm run train -- <dataset> --reason TEXT [--wait] [--to URL]

Asks for a training of the rows that there are now, drift or not. It needs as many rows as any training; one that is
under way already is not begun twice. \`npm run status\` tells how it goes.

  --reason  why: it is kept with the run
  --wait    follows it to its end and prints the model decision; the exit code is 1 when it was refused or failed
  --to      the platform; default MAREA_URL, else http://127.0.0.1:8080

${KEY_USAGE}`;

await runCommand({
  usage,
  options: {
    reason: { type: 'string' },
    wait: { type: 'boolean', default: false },
    ...platformOptions,
  },
  takes: [1, 1],
  async run({ reason, wait, ...platform }, [dataset = '']) {
    const why = givenReason(reason);
    const client = clientOf(platform);
    const path = `/api/datasets/${encodeURIComponent(dataset)}/train`;
    const { run } = await client.post<TrainingRequest>(path, { reason: why });
    console.log(`asked for a training of ${dataset}: run ${run}`);
    return wait ? await toEnd((steps) => followTraining(client, dataset, run, steps)) : 0;
  },
});
