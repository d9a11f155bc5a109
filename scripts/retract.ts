/** Takes a batch back: `npm run retract -- --help`. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchAnswer } from '../shared/api/batches.ts';
import type { RetractionRequest } from '../shared/api/changes.ts';
import { retractionText } from './cli/batch-report.ts';
import { type Client, clientOf } from './cli/client.ts';
import { runCommand, UserError } from './cli/command.ts';
import { KEY_USAGE, platformOptions } from './cli/credential.ts';
import { pathOf } from './cli/follow.ts';
import { terminalSteps } from './cli/progress.ts';
import { tellFailures } from './cli/told.ts';
import { givenReason, userName } from './cli/user.ts';
import { day } from './cli/words.ts';

const EVERY_MS = 400;

const usage = `npm run retract -- <dataset> <batch> --reason TEXT [--by NAME] [--wait] [--to URL]

Takes a batch back: its rows leave the clean data, rows that were duplicates only of them come in, and no model learns
from it any more. Its raw rows and its counts stay. If the model in production, or one on its way there, has learned
from it, that is said and a training is asked for. The right file, sent afterwards, is new.

  --reason  why: it is kept with the batch and in the model's history
  --by      who takes it back; default your name on this machine, with a key that of the key
  --wait    until it is done: tells what left, what came in, and who had learned from it
  --to      the platform; default MAREA_URL, else http://127.0.0.1:8080

${KEY_USAGE}`;

await runCommand({
  usage,
  options: {
    reason: { type: 'string' },
    by: { type: 'string' },
    wait: { type: 'boolean', default: false },
    ...platformOptions,
  },
  takes: [2, 2],
  async run({ reason, by = userName(), wait, ...platform }, [dataset = '', batch = '']) {
    const why = givenReason(reason);
    const client = clientOf(platform);
    const asked = await client.post<RetractionRequest>(`${pathOf(dataset, batch)}/retract`, {
      reason: why,
      by,
    });
    const { retracted } = asked;
    if (retracted) {
      console.log(`batch ${batch} of ${dataset} was retracted on ${day(retracted.at)}: ${retracted.because}`);
      return 0;
    }
    console.log(`asked to retract batch ${batch} of ${dataset}`);
    return wait ? await waitFor(client, dataset, batch) : 0;
  },
});

/** @returns 0 when it is done. @throws UserError when the request waits in dead letters */
async function waitFor(client: Client, dataset: string, batch: string): Promise<number> {
  const told = new Set<string>();
  const steps = terminalSteps();
  for (;;) {
    const report = await client.get<BatchAnswer>(pathOf(dataset, batch));
    tellFailures(report, told, steps);
    if ('retractedAt' in report && report.retractedAt) {
      console.log(retractionText(report));
      return 0;
    }
    const refused = report.deadLetters.find(({ type }) => type === 'dev.marea.retraction.requested');
    if (refused) throw new UserError(`it was refused: ${refused.error ?? 'no reason given'}`);
    await sleep(EVERY_MS);
  }
}
