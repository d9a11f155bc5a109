/** Declarations of data sets: `npm run dataset -- --help`. */
import { runCommand, UserError } from './cli/command.ts';
import { draftedText } from './cli/draft-command.ts';

const usage = `npm run dataset -- draft FILE --target COLUMN [--name NAME] [--task regression|classification]

Prints a declaration drafted from a CSV file (also gzipped, or standard input as -), as YAML: types, ranges, rules,
features, what a model must reach. A comment at each choice says why. Nothing is stored or sent.

  --target  the column to be predicted
  --name    of the data set; default that of the file
  --task    default what the target's values look like`;

await runCommand({
  usage,
  options: { target: { type: 'string' }, name: { type: 'string' }, task: { type: 'string' } },
  takes: [2, 2],
  async run(options, [subcommand = '', file = '']) {
    if (subcommand !== 'draft') throw new UserError(`no subcommand "${subcommand}", there is: draft`);
    process.stdout.write(await draftedText(file, options));
    return 0;
  },
});
