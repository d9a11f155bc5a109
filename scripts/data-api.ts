/** Runs the stand-in for the external data API: `npm run data-api -- --help`. */
import { once } from 'node:events';
import { runCommand, UserError, wholeNumber } from './cli/command.ts';
import { type DataApi, startDataApi } from './data-api/server.ts';

const usage = `npm run data-api -- [--file listings.csv.gz] [--port 8090] [--batches N] [--rows N] [--seed N]

A stand-in for the external data API:
  GET /data?group_number=1&day=Tuesday                      the next batch; 400 when there are no more
  GET /restart_data_generation?group_number=1&day=Tuesday   starts again

  --file     hands out this CSV file (gzip allowed); without it the listings are SYNTHETIC
  --port     default 8090; 0 for any free one
  --batches  at most so many; default 3, or as many as the file has rows for
  --rows     in each batch; default 12000
  --seed     of synthetic listings; default 42`;

await runCommand({
  usage,
  options: {
    file: { type: 'string' },
    port: { type: 'string', default: '8090' },
    batches: { type: 'string' },
    rows: { type: 'string' },
    seed: { type: 'string' },
  },
  takes: [0, 0],
  async run(values) {
    const api = await started({
      port: wholeNumber('port', values.port) ?? 0,
      ...given('file', values.file),
      ...given('batches', wholeNumber('batches', values.batches, 1)),
      ...given('rows', wholeNumber('rows', values.rows, 1)),
      ...given('seed', wholeNumber('seed', values.seed)),
    });
    console.log(`${api.url}\n${api.description}`);
    if (api.synthetic) console.log('These data are SYNTHETIC: made up, of no real house.');
    console.log(`try: curl '${api.url}/data?group_number=1&day=Tuesday' | head -c 600`);
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    await api.stop();
    return 0;
  },
});

async function started(options: Parameters<typeof startDataApi>[0]): Promise<DataApi> {
  try {
    return await startDataApi(options);
  } catch (cause) {
    throw new UserError((cause as Error).message, { cause });
  }
}

function given<K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, V>);
}
