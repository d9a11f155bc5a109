/** A model with a past, as the tables tell it: three versions, the second in production. */
import { flats, judged, material, rents } from '../../functions/card/fixtures/flats.ts';
import { makeCard } from '../../functions/card/make.ts';
import { FILES, modelAddress } from '../../shared/tracking/artifact.ts';
import type { Services } from '../services.ts';
import { fillDay } from './full.ts';

export async function fillModels(services: Services): Promise<void> {
  const { sql } = services;
  await fillDay(services);
  await sql`
    update marea.model_versions set stage = 'Archived', metrics = '{"r2": 0.66, "mae": 131000, "mdape": 0.221}'
    where version = 1`;
  await sql`
    insert into marea.runs (id, experiment_id, name, status, dataset, batch, started_at, ended_at)
    select 'r' || n, id, 'training of listings-2026-11-' || n, 'FINISHED', 'realtor', 'listings-2026-11-' || n,
           now() - make_interval(hours => 40 - n), now() - make_interval(hours => 40 - n, mins => -n * 3)
    from marea.experiments cross join generate_series(2, 3) n where name = 'realtor'`;
  await sql`
    insert into marea.model_versions (name, version, run_id, source, stage, metrics, reason)
    values ('realtor', 2, 'r2', 's3://models/realtor/2', 'Production', '{"r2": 0.71, "mae": 112800, "mdape": 0.183}',
            'r2 0.71 is better than 0.66 of version 1 on the same 4,812 rows'),
           ('realtor', 3, 'r3', 's3://models/realtor/3', 'None', '{"r2": 0.68, "mae": 118100, "mdape": 0.19}',
            'r2 0.68 is no better than 0.71 of version 2 on the same 4,812 rows')`;
  await sql`
    insert into marea.model_history (name, version, run_id, event, reason, metrics)
    values ('realtor', 2, 'r2', 'approved', 'r2 0.71 is better than 0.66 of version 1 on the same 4,812 rows', '{}'),
           ('realtor', 2, 'r2', 'promoted', 'r2 0.71 is better than 0.66 of version 1 on the same 4,812 rows', '{}'),
           ('realtor', 3, 'r3', 'rejected', 'r2 0.68 is no better than 0.71 of version 2 on the same 4,812 rows', '{}')`;
  await sql`
    insert into marea.drift_history (dataset, batch, model_version, drifted, target_drifted, share, train, reason, report)
    values ('realtor', 'listings-2026-11-3', 2, true, false, 0.57, true, '4 of 7 columns have drifted', '{}')`;
  await fillRuns(services);
  await fillRows(services);
  await fillCard(services);
  await fillFiles(services);
}

/** Of the notebook's run: a picture of one red pixel, a table that MLflow's client writes, a page that wants to run a script. */
async function fillFiles({ sql, objects }: Services): Promise<void> {
  const [run] = await sql<{ experiment: string }[]>`
    select experiment_id::text as experiment from marea.runs where id = 'n1'`;
  const root = `${run?.experiment}/n1/artifacts`;
  const files = {
    'plots/pixel.png': Buffer.from(PIXEL, 'base64'),
    'eval.json': JSON.stringify({
      columns: ['state', 'r2'],
      data: [
        ['Maine', 0.5],
        ['Ohio', 0.75],
      ],
    }),
    'report.html': '<script>document.title = "taken"</script>',
  };
  for (const [path, body] of Object.entries(files))
    await objects.put({ bucket: 'artifacts', key: `${root}/${path}` }, body);
}

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';

/** Of version 2: that of a model of rents, measured on 600 flats. */
async function fillCard({ objects }: Services): Promise<void> {
  const card = makeCard(rents, material(rents), judged(rents, flats(6000)));
  await objects.put(modelAddress('realtor', 2, FILES.card), JSON.stringify(card));
}

/** What trainings have logged, and a run of a notebook with the course of a metric. */
async function fillRuns({ sql }: Services): Promise<void> {
  await sql`insert into marea.experiments (name) values ('notebook')`;
  await sql`
    insert into marea.runs (id, experiment_id, name, status, started_at, ended_at, user_id)
    select 'n1', id, 'boosting by hand', 'FINISHED', now() - interval '5 hours', now() - interval '4 hours', 'ann'
    from marea.experiments where name = 'notebook'`;
  await sql`
    insert into marea.latest_metrics (run_id, key, value, step, at)
    values ('n1', 'r2', 0.72, 100, now()), ('r2', 'r2', 0.71, 0, now()), ('r3', 'r2', 0.68, 0, now())`;
  await sql`
    insert into marea.metrics (run_id, key, value, step, at)
    select 'n1', 'r2', 0.72 - 0.5 / (1 + n), n, now() - make_interval(mins => 100 - n) from generate_series(0, 100) n
    union all select 'r2', 'r2', 0.71, 0, now() union all select 'r3', 'r2', 0.68, 0, now()`;
  await sql`
    insert into marea.params (run_id, key, value)
    values ('n1', 'family', 'boosting'), ('r2', 'family', 'forest'), ('n1', 'seed', '1'), ('r2', 'seed', '1')`;
}

/** Row n costs 1,000 n; every fourth is in Maine, every tenth has no bed. */
async function fillRows({ sql }: Services): Promise<void> {
  await sql`
    insert into realtor.clean_data (batch, row_number, identity, bucket, price, bed, bath, state, street, prev_sold_date)
    select 'b1', i, md5(i::text)::uuid, 1, 1000 * i, case when i % 10 = 0 then null else 1 + i % 6 end, 1 + i % 3,
           case when i % 4 = 0 then 'Maine' else 'Ohio' end, i::text, date '2020-01-01' + i
    from generate_series(1, 400) i`;
}
