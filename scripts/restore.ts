/** A backup into an empty installation: `npm run restore -- --help`. */
import { publishKeys } from '../shared/access/publish.ts';
import { restore, Unfit } from '../shared/store/backup/restore.ts';
import { Damaged } from '../shared/store/backup/sealing.ts';
import { connect } from '../shared/store/database.ts';
import { migrate } from '../shared/store/migrate.ts';
import { s3 } from '../shared/store/objects.ts';
import { GIVEN_USAGE, givenOptions, placeOf, sealingOf, storesOf } from './backup/given.ts';
import { runCommand, UserError } from './cli/command.ts';
import { loadDeclared } from './cli/declared.ts';
import { count } from './cli/words.ts';

const usage = `npm run restore -- --from DIR|s3://BUCKET/PREFIX [--backup NAME] [--key-file FILE] [--data .marea]

Brings a backup into an installation that has taken no batch yet, of the same release or a later one. All of the backup is
read and checked before anything is touched. API keys are those of the backup. Restart what runs afterwards.

  --backup  its name, as npm run backup printed it; default the newest

${GIVEN_USAGE}
ACCESS_SIGNING_KEY, where it is set, publishes the keys; else the next npm run deploy, or start, does.`;

await runCommand({
  usage,
  options: { from: { type: 'string' }, backup: { type: 'string' }, ...givenOptions },
  takes: [0, 0],
  async run({ from, backup: name, data, 'key-file': keyFile }) {
    if (from === undefined) throw new UserError('from where? --from DIR or --from s3://BUCKET/PREFIX');
    await loadDeclared();
    const stores = storesOf(data, process.env);
    const sql = connect(stores.databaseUrl, { max: 2, name: 'restore' });
    const objects = s3(stores.s3);
    try {
      const told = (line: string): void => console.error(line);
      const place = placeOf(from, process.env);
      const done = await restore({
        sql,
        objects,
        place,
        sealing: sealingOf(keyFile, process.env),
        name,
        told,
      });
      await migrate(stores.databaseUrl, stores.seed);
      const { ACCESS_SIGNING_KEY } = process.env;
      if (ACCESS_SIGNING_KEY) await publishKeys(sql, objects, ACCESS_SIGNING_KEY);
      console.log(`${count(done.rows)} rows and ${count(done.objects)} objects, as they were at ${done.at}`);
    } catch (error) {
      if (error instanceof Damaged || error instanceof Unfit)
        throw new UserError(error.message, { cause: error });
      throw error;
    } finally {
      await sql.end({ timeout: 5 });
    }
    return 0;
  },
});
