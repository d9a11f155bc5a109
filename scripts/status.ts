/** Shows batches, models and what does not go on by itself: `npm run status -- --help`. */
import { type Client, clientOf } from './cli/client.ts';
import { runCommand } from './cli/command.ts';
import { type Status, statusText } from './cli/status-text.ts';

const usage = `npm run status -- [dataset] [--json] [--to URL]

Batches, stage by stage, with counts; models, with the production one; what is stalled or in dead letters.

  --json  one object, for programs; without a data set {"datasets": [...]}
  --to    the platform; default MAREA_URL, else http://127.0.0.1:8080`;

await runCommand({
  usage,
  options: {
    json: { type: 'boolean', default: false },
    to: { type: 'string' },
  },
  takes: [0, 1],
  async run({ json, to }, [dataset]) {
    const client = clientOf(to);
    const names = dataset === undefined ? await datasetNames(client) : [dataset];
    const all = await Promise.all(
      names.map((name) => client.get<Status>(`/api/status?dataset=${encodeURIComponent(name)}`)),
    );
    if (json) console.log(JSON.stringify(dataset === undefined ? { datasets: all } : all[0], null, 2));
    else console.log(all.map(statusText).join('\n\n'));
    return 0;
  },
});

async function datasetNames(client: Client): Promise<string[]> {
  const { datasets } = await client.get<{ datasets: { name: string }[] }>('/api/datasets');
  return datasets.map(({ name }) => name);
}
