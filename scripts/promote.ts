/** Brings a version into production, an earlier one too: `npm run promote -- --help`. */
import type { VersionRequest } from '../shared/api/changes.ts';
import { clientOf } from './cli/client.ts';
import { runCommand, UserError } from './cli/command.ts';
import { KEY_USAGE, platformOptions } from './cli/credential.ts';
import { givenReason, userName } from './cli/user.ts';

const usage = `npm run promote -- <dataset> <version> --reason TEXT [--by NAME] [--force] [--to URL]

Asks for a version to be in production: by a canary, as a new one comes there. \`npm run status\` lists the versions, and
what became of it.

  --reason  why: it is kept in the model's history
  --by      who wants it; default your name on this machine, with a key that of the key
  --force   at once, without a canary: also where one is under way, or where traffic was set by hand
  --to      the platform; default MAREA_URL, else http://127.0.0.1:8080

${KEY_USAGE}`;

await runCommand({
  usage,
  options: {
    reason: { type: 'string' },
    by: { type: 'string' },
    force: { type: 'boolean', default: false },
    ...platformOptions,
  },
  takes: [2, 2],
  async run({ reason, by = userName(), force, ...platform }, [dataset = '', version = '']) {
    const why = givenReason(reason);
    if (!/^[1-9]\d{0,8}$/.test(version))
      throw new UserError(`"${version}" is no version, expected a whole number from 1`);
    const path = `/api/models/${encodeURIComponent(dataset)}/${version}/promote`;
    const { event } = await clientOf(platform).post<VersionRequest>(path, { reason: why, by, force });
    console.log(
      event === null
        ? `version ${version} of ${dataset} is in production already`
        : `asked for version ${version} of ${dataset}: npm run status -- ${dataset} tells how it goes`,
    );
    return 0;
  },
});
