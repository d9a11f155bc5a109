/** Somebody brings models of their own: one that is judged, and loses as it knows flats of half the size; and no model. */
import { fixture, MATRIX } from '../fixtures/offered.ts';
import type { TestPlatform } from '../platform.ts';
import { found, type Step } from './step.ts';

export const bring: Step = async (platform) => {
  const judged = await register(platform, fixture('lightgbm.onnx'));
  const refused = await register(platform, 'no model');
  // As one that was never sent.
  await platform.ping('reconcile');
  await found(platform, 'the judgement', rejected(judged, 'run_id is not null'));
  await found(platform, 'the refusal', rejected(refused, 'run_id is null'));
};

const rejected = (version: number, more: string): string =>
  `select from marea.model_history where name = 'tiny' and version = ${version} and event = 'rejected' and ${more}`;

async function register({ sql, objects }: TestPlatform, file: Buffer | string): Promise<number> {
  const [last] = await sql<{ version: number }[]>`
    select max(version) + 1 as version from marea.model_versions where name = 'tiny'`;
  const version = last?.version ?? 1;
  const folder = `tiny/brought${version}/artifacts/model`;
  await objects.put({ bucket: 'artifacts', key: `${folder}/model.onnx` }, file);
  await sql`
    insert into marea.model_versions (name, version, source)
    values ('tiny', ${version}, ${`mlflow-artifacts:/${folder}`})`;
  for (const [key, value] of [
    ['marea.features', JSON.stringify(MATRIX)],
    ['marea.answer', 'log'],
  ] as const)
    await sql`
      insert into marea.model_version_tags (name, version, key, value) values ('tiny', ${version}, ${key}, ${value})`;
  const id = `brought ${version}`;
  const event = {
    id,
    source: '/test',
    type: 'dev.marea.version.offered',
    dataset: 'tiny',
    data: { version, by: 'ann' },
  };
  await sql`
    insert into marea.outbox (source, event_id, cause_source, cause_id, stage, created_at, event)
    values ('/test', ${id}, '/test', ${id}, 'test', now() - interval '1 hour', ${sql.json(event)})`;
  return version;
}
