/** Shows what the next night's `retain` forgets: `npm run retain -- --help`. */
import type { Retention } from '../shared/api/retention.ts';
import { clientOf } from './cli/client.ts';
import { runCommand, UserError } from './cli/command.ts';
import { KEY_USAGE, platformOptions } from './cli/credential.ts';
import { retentionText } from './cli/retention-text.ts';

const usage = `npm run retain -- --dry-run [--json] [--to URL]

What is old enough to be forgotten now, table by table. The function retain does it by itself, each night; how long each
is kept is told by the variables ..._DAYS.

  --dry-run  looks and changes nothing; a person can do no more
  --json     for programs
  --to       the platform; default MAREA_URL, else http://127.0.0.1:8080

${KEY_USAGE}`;

await runCommand({
  usage,
  options: {
    'dry-run': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    ...platformOptions,
  },
  takes: [0, 0],
  async run({ 'dry-run': dryRun, json, ...platform }) {
    if (!dryRun) throw new UserError('the function retain forgets, at night; --dry-run shows what');
    const { forgotten } = await clientOf(platform).get<Retention>('/api/retention');
    console.log(json ? JSON.stringify(forgotten, null, 2) : retentionText(forgotten));
    return 0;
  },
});
