/** Flats in the tables of `tiny`, and models of them as people register them; see functions/adopt/fixtures. */
import { pino } from 'pino';
import { adopt } from '../functions/adopt/index.ts';
import { onApproved, onRejected } from '../functions/card/index.ts';
import { promote } from '../functions/promote/index.ts';
import { datasetNamed } from '../shared/datasets/index.ts';
import type { Event } from '../shared/events/event.ts';
import { loadDatasets } from '../shared/runtime/dataset-modules.ts';
import type { Stage, StageResources } from '../shared/runtime/stage.ts';
import { createTables } from '../shared/store/tables.ts';
import { type Services, startServices } from './services.ts';
import { startSink } from './sink.ts';
import { type TinyOptions, tinyBatch, tinyModule } from './tiny.ts';

export interface Offering {
  readonly services: Services;
  /** Registers a model under the name of the data set. @returns its version */
  register(
    files: Readonly<Record<string, Buffer | string>>,
    tags?: Readonly<Record<string, string>>,
  ): Promise<number>;
  /** Checks it; one that is taken is judged, and gets its card. */
  offer(version: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startOffering(rows: TinyOptions): Promise<Offering> {
  await loadDatasets(tinyModule);
  const [services, sink] = await Promise.all([startServices(), startSink()]);
  const { sql, objects } = services;
  await createTables(sql, datasetNamed('tiny'));
  await store(services, rows);
  const resources: StageResources = { sql, objects, log: pino({ level: 'silent' }), sink: sink.url };
  const take = async (stage: Stage, type: string, id: string, data: object): Promise<void> => {
    const event: Event = { id, source: '/test', type, dataset: 'tiny', subject: 'tiny/1', data };
    await stage.take(event, resources);
  };
  return {
    services,
    async register(files, tags = {}) {
      const [row] = await sql<{ version: number }[]>`
        select coalesce(max(version), 0) + 1 as version from marea.model_versions where name = 'tiny'`;
      const version = row?.version ?? 1;
      const folder = `1/run${version}/artifacts/model`;
      for (const [name, bytes] of Object.entries(files))
        await objects.put({ bucket: 'artifacts', key: `${folder}/${name}` }, bytes);
      await sql`insert into marea.registered_models (name) values ('tiny') on conflict do nothing`;
      await sql`
        insert into marea.model_versions (name, version, run_id, source, storage_location)
        values ('tiny', ${version}, ${`notebook${version}`}, ${`mlflow-artifacts:/${folder}`}, 'models:/m-1')`;
      for (const [key, value] of Object.entries(tags))
        await sql`insert into marea.model_version_tags (name, version, key, value) values ('tiny', ${version}, ${key}, ${value})`;
      return version;
    },
    async offer(version) {
      sink.events.length = 0;
      await take(adopt, 'dev.marea.version.offered', `offered ${version}`, { version, by: 'key:ann' });
      for (const next of [promote, onApproved, onRejected])
        for (const told of sink.events.filter(({ type }) => type === next.on.type))
          await next.take(told, resources);
    },
    async stop() {
      await sink.stop();
      await services.stop();
    },
  };
}

/** Clean rows, as `clean` leaves them. */
async function store({ sql }: Services, options: TinyOptions): Promise<void> {
  const [, ...lines] = tinyBatch(options).csv.trim().split('\n');
  const rows = [...new Set(lines)]
    .map((line) => line.split(','))
    .filter(([, , , , rent]) => Number(rent) > 0)
    .map(([flat, size, rooms, district, rent], at) => ({
      batch: 'b1',
      row_number: at,
      identity: `00000000-0000-0000-0000-${at.toString(16).padStart(12, '0')}`,
      bucket: at % 100,
      flat: flat ?? '',
      size: Number(size),
      rooms: Number(rooms),
      district: (district ?? '').toLowerCase(),
      rent: Number(rent),
    }));
  await sql`
    insert into marea.batches (dataset, id, source, event_id, origin, stage)
    values ('tiny', 'b1', 's', 'b1', 'source', 'cleaned')`;
  await sql`insert into tiny.clean_data ${sql(rows)}`;
}
