/** A backup of a million clean rows and ten models, the next one after it, and what it takes to have all of it back. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backUp } from '../../shared/store/backup/backup.ts';
import { folderPlace } from '../../shared/store/backup/place.ts';
import { restore } from '../../shared/store/backup/restore.ts';
import { sealingWith } from '../../shared/store/backup/sealing.ts';
import { connect, type Sql } from '../../shared/store/database.ts';
import { type ObjectStore, s3 } from '../../shared/store/objects.ts';
import { startObjects } from '../platform/stores/objects.ts';
import { startPostgres } from '../platform/stores/postgres.ts';
import { prepareStores } from '../platform/stores/prepare.ts';
import type { Figure } from './figure.ts';
import { residentMegabytes } from './memory.ts';

const ROWS = 1_000_000;
const MODELS = 10;
const MODEL_BYTES = 4 * 1024 ** 2;

interface Stores {
  readonly sql: Sql;
  readonly objects: ObjectStore;
}

export async function backupFigures(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'marea-bench-backup-'));
  const place = folderPlace(join(folder, 'backups'));
  const sealing = sealingWith(randomBytes(32).toString('base64'));
  const told = (): void => {};
  try {
    return await withStores(join(folder, 'one'), async (one) => {
      await fill(one);
      const first = await timed(() => backUp({ ...one, place, sealing, told }));
      const next = await timed(() => backUp({ ...one, place, sealing, told }));
      const back = await withStores(join(folder, 'other'), (other) =>
        timed(() => restore({ ...other, place, sealing, told })),
      );
      return [
        seconds('backup of 1,000,000 clean rows and 10 models, encrypted', first.seconds, '< 60'),
        seconds('  the next one, nothing changed', next.seconds, ''),
        seconds('restore, all of it checked before', back.seconds, '< 90'),
        {
          what: '  most resident memory of this process',
          value: residentMegabytes(process.pid, 'VmHWM'),
          unit: 'MB',
          goal: '',
        },
      ];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const seconds = (what: string, value: number, goal: string): Figure => ({ what, value, unit: 's', goal });

async function timed<T>(work: () => Promise<T>): Promise<{ readonly seconds: number }> {
  const started = performance.now();
  await work();
  return { seconds: (performance.now() - started) / 1000 };
}

async function withStores<T>(folder: string, use: (stores: Stores) => Promise<T>): Promise<T> {
  const quiet = (): void => {};
  const [postgres, store] = await Promise.all([startPostgres(folder, quiet), startObjects(folder, quiet)]);
  const sql = connect(postgres.url, { max: 2, name: 'bench' });
  try {
    await prepareStores({ databaseUrl: postgres.url, s3: store, seed: 'of the benchmark' });
    return await use({ sql, objects: s3(store) });
  } finally {
    await sql.end({ timeout: 5 });
    await Promise.all([store.stop(), postgres.stop()]);
  }
}

/** Rows as listings have them, all different, raw and clean; models that no packing makes smaller. */
async function fill({ sql, objects }: Stores): Promise<void> {
  await sql`
    insert into realtor.raw_data (batch, row_number, status, price, bed, bath, acre_lot, city, state, zip_code, house_size)
    select 'bench', i, 'for_sale', (100000 + i)::text, (1 + i % 6)::text, (1 + i % 4)::text, (i % 97 / 100.0)::text,
      'City ' || i % 5000, 'State ' || i % 50, lpad((i % 99999)::text, 5, '0'), (500 + i % 4000)::text
    from generate_series(1, ${ROWS}) as i`;
  await sql`
    insert into realtor.clean_data
      (batch, row_number, identity, bucket, status, price, bed, bath, acre_lot, city, state, zip_code, house_size)
    select batch, row_number, md5(row_number::text)::uuid, row_number % 100, status, price::float, bed::float, bath::float,
      acre_lot::float, city, state, zip_code, house_size::float
    from realtor.raw_data`;
  for (let version = 1; version <= MODELS; version++)
    await objects.put({ bucket: 'models', key: `realtor/${version}/model.onnx` }, randomBytes(MODEL_BYTES));
}
