/** Shows batches, models and what does not go on by itself: `npm run status -- --help`. */
import type { Datasets } from '../shared/api/datasets.ts';
import type { DeadLetter, DeadLetters } from '../shared/api/dead-letters.ts';
import type { Status } from '../shared/api/status.ts';
import type { BatchTrace } from '../shared/api/trace.ts';
import type { Apart } from '../shared/runtime/knative/predictors.ts';
import { apartTexts } from './cli/apart-text.ts';
import { deadLetterLine } from './cli/batch-report.ts';
import { type Client, clientOf } from './cli/client.ts';
import { withinColumns } from './cli/columns.ts';
import { runCommand, UserError } from './cli/command.ts';
import { KEY_USAGE, platformOptions } from './cli/credential.ts';
import { pathOf } from './cli/follow.ts';
import { statusText } from './cli/status-text.ts';
import { traceText } from './cli/trace-text.ts';

const usage = `npm run status -- [dataset] [--trace BATCH] [--json] [--to URL]

Batches, stage by stage, with counts; models, with the production one; what is stalled or in dead letters.

  --trace  the story of one batch: what happened when, and for how long; of each data set that has one of this name
  --json   one object, for programs; without a data set {"datasets": [...], "deadLetters": [...], "apart": ...}
  --to     the platform; default MAREA_URL, else http://127.0.0.1:8080

${KEY_USAGE}`;

await runCommand({
  usage,
  options: {
    trace: { type: 'string' },
    json: { type: 'boolean', default: false },
    ...platformOptions,
  },
  takes: [0, 1],
  async run({ trace, json, ...platform }, [dataset]) {
    const client = clientOf(platform);
    const { datasets, apart } = await client.get<Datasets>('/api/datasets');
    const names = dataset === undefined ? datasets.map(({ name }) => name) : [dataset];
    if (trace !== undefined) {
      const stories = await storiesOf(client, names, trace);
      const whole = dataset === undefined ? stories : stories[0];
      console.log(json ? JSON.stringify(whole, null, 2) : stories.map(storyText).join('\n\n'));
      return 0;
    }
    const all = await Promise.all(
      names.map((name) => client.get<Status>(`/api/status?dataset=${encodeURIComponent(name)}`)),
    );
    // Events that name no data set, or none that there is, show nowhere else.
    const stray = dataset === undefined ? await strayLetters(client, names) : [];
    const whole = dataset === undefined ? { datasets: all, deadLetters: stray, apart } : all[0];
    const texts = [
      ...all.map((status) => statusText(status, client.url)),
      ...stray.map(deadLetterLine),
      ...apartTexts(dataset === undefined ? apart : apartOf(apart, dataset)),
    ];
    console.log(json ? JSON.stringify(whole, null, 2) : withinColumns(texts.join('\n\n')));
    return 0;
  },
});

/** @throws UserError when no data set has such a batch */
async function storiesOf(client: Client, names: readonly string[], batch: string): Promise<BatchTrace[]> {
  const asked = names.map((name) => client.find<BatchTrace>(`${pathOf(name, batch)}/trace`));
  const stories = (await Promise.all(asked)).filter((story) => story !== undefined);
  if (stories.length === 0) throw new UserError(`there is no batch "${batch}" of ${names.join(' or ')}`);
  return stories;
}

function storyText(story: BatchTrace): string {
  return traceText(story, Date.now(), process.stdout.columns);
}

function apartOf({ unserved }: Apart, dataset: string): Apart {
  return { unserved: unserved.filter((name) => name === dataset), undeclared: [] };
}

async function strayLetters(client: Client, names: readonly string[]): Promise<DeadLetter[]> {
  const { deadLetters } = await client.get<DeadLetters>('/api/dead-letters');
  return deadLetters.filter(({ dataset }) => dataset === null || !names.includes(dataset));
}
