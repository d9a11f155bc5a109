/** A backup of everything, while it runs: `npm run backup -- --help`. */
import { backUp } from '../shared/store/backup/backup.ts';
import { connect } from '../shared/store/database.ts';
import { s3 } from '../shared/store/objects.ts';
import { GIVEN_USAGE, givenOptions, placeOf, sealingOf, storesOf } from './backup/given.ts';
import { runCommand, UserError } from './cli/command.ts';
import { loadDeclared } from './cli/declared.ts';
import { count } from './cli/words.ts';

const usage = `npm run backup -- --to DIR|s3://BUCKET/PREFIX [--key-file FILE] [--data .marea]

Writes all tables, as they are at one moment, and all objects: batches, models, history, runs, keys, the audit. What runs
goes on. Content that lies there already from an earlier backup is not written again. Prints the name of the backup.

${GIVEN_USAGE}`;

await runCommand({
  usage,
  options: { to: { type: 'string' }, ...givenOptions },
  takes: [0, 0],
  async run({ to, data, 'key-file': keyFile }) {
    if (to === undefined) throw new UserError('where to? --to DIR or --to s3://BUCKET/PREFIX');
    await loadDeclared();
    const stores = storesOf(data, process.env);
    const sql = connect(stores.databaseUrl, { max: 1, name: 'backup' });
    try {
      const { name, rows, objects, written, kept } = await backUp({
        sql,
        objects: s3(stores.s3),
        place: placeOf(to, process.env),
        sealing: sealingOf(keyFile, process.env),
        told: (line) => console.error(line),
      });
      console.error(
        `${count(rows)} rows, ${count(objects)} objects; ${megabytes(written)} written, ${megabytes(kept)} were there`,
      );
      console.log(name);
    } finally {
      await sql.end({ timeout: 5 });
    }
    return 0;
  },
});

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
