/** A model with the name of a data set: what is in production is the rollout's to say, whatever clients set. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Registry, startRegistry, type Who } from '../../../tests/registry/bed.ts';

let registry: Registry;
let experiment: string;
beforeAll(async () => {
  registry = await startRegistry();
  const { sql, objects } = registry.services;
  const [row] = await sql<
    { id: string }[]
  >`insert into marea.experiments (name) values ('realtor') returning id`;
  experiment = row?.id ?? '';
  await sql`
    insert into marea.runs (id, experiment_id, name, status, dataset) values
      ('t1', ${experiment}, 'training', 'FINISHED', 'realtor'), ('t2', ${experiment}, 'training', 'FINISHED', 'realtor'),
      ('n1', ${experiment}, 'mine', 'RUNNING', null), ('e1', 0, 'elsewhere', 'RUNNING', null)`;
  for (const version of [1, 2, 3])
    for (const file of ['model.onnx', 'metadata.json', 'profile.json'])
      await objects.put({ bucket: 'models', key: `realtor/${version}/${file}` }, '{}');
});
afterAll(() => registry.stop());
/** Version 1 in production, 2 approved, 3 rejected. */
beforeEach(async () => {
  const { sql } = registry.services;
  registry.pipeline.events.length = 0;
  await sql`truncate marea.registered_models, marea.model_history, marea.outbox, marea.learned, marea.batches cascade`;
  await sql`insert into marea.registered_models (name) values ('realtor')`;
  await sql`
    insert into marea.model_versions (name, version, run_id, source, stage, metrics, reason) values
      ('realtor', 1, 't1', 's3://models/realtor/1', 'Production', '{"r2": 0.7}', 'the first'),
      ('realtor', 2, 't2', 's3://models/realtor/2', 'None', '{"r2": 0.75}', 'no worse'),
      ('realtor', 3, 't3', 's3://models/realtor/3', 'None', '{"r2": 0.5}', 'loses to the champion')`;
  await sql`insert into marea.model_aliases (name, alias, version) values ('realtor', 'champion', 1)`;
  await sql`
    insert into marea.model_history (name, version, run_id, event, reason) values
      ('realtor', 1, 't1', 'approved', 'the first'), ('realtor', 1, 't1', 'promoted', 'the first'),
      ('realtor', 2, 't2', 'approved', 'no worse'), ('realtor', 3, 't3', 'rejected', 'loses to the champion')`;
});

const M = 'registered-models';
const V = 'model-versions';
const of = (version: number, more = {}) => ({ name: 'realtor', version: String(version), ...more });
const championIs = async () =>
  ((await registry.ask('GET', `${M}/alias?name=realtor&alias=champion`)).model_version as { version: string })
    .version;
const sent = (type: string) => registry.pipeline.events.filter((event) => event.type === `dev.marea.${type}`);
const history = async () =>
  (
    await registry.services.sql`select version, event, reason from marea.model_history order by id offset 4`
  ).map(({ version, event, reason }) => [version, event, reason]);
const appoint: Readonly<
  Record<string, (version: number, who?: Who) => [string, string, Record<string, unknown>, Who]>
> = {
  'alias champion': (version, who = 'promoter') => [
    'POST',
    `${M}/alias`,
    of(version, { alias: 'champion' }),
    who,
  ],
  'stage Production': (version, who = 'promoter') => [
    'POST',
    `${V}/transition-stage`,
    of(version, { stage: 'Production', archive_existing_versions: true }),
    who,
  ],
};
const ways = Object.entries(appoint);

test('a version of the pipeline is told with its reason, its decision and how good it is', async () => {
  expect((await registry.ask('GET', `${V}/get?name=realtor&version=1`)).model_version).toEqual({
    name: 'realtor',
    version: '1',
    creation_timestamp: expect.any(Number),
    last_updated_timestamp: expect.any(Number),
    current_stage: 'Production',
    description: 'the first',
    source: 'mlflow-artifacts:/models/realtor/1',
    run_id: 't1',
    status: 'READY',
    run_link: '',
    aliases: ['champion'],
    tags: [
      { key: 'marea.decision', value: 'promoted' },
      { key: 'marea.metric.r2', value: '0.7' },
    ],
  });
  expect(await registry.ask('GET', `${V}/get-download-uri?name=realtor&version=1`)).toEqual({
    artifact_uri: 'mlflow-artifacts:/models/realtor/1',
  });
});

describe.each(ways)('%s', (_, way) => {
  const asks = async (version: number, who?: Who) => {
    const [method, path, body, by] = way(version, who);
    return await registry.ask(method, path, body, { who: by });
  };
  const refused = async (version: number, status: number, who?: Who) => {
    const [method, path, body, by] = way(version, who);
    return await registry.refused(method, path, body, status, by);
  };

  test('asks for a promotion, and moves nothing by itself', async () => {
    await asks(2);
    expect(await championIs()).toBe('1');
    expect(sent('version.requested')).toMatchObject([
      { source: '/marea/registry', dataset: 'realtor', data: { version: 2, by: 'promoter', force: false } },
    ]);
    expect(sent('change.recorded')).toMatchObject([
      { dataset: 'realtor', data: { action: 'version.requested', target: '2', name: 'promoter' } },
    ]);
    expect(await history()).toEqual([
      [2, 'asked for', expect.stringMatching(/^an MLflow client .* \(by promoter\)$/)],
    ]);
  });

  test('said twice, after a lost answer, asks once', async () => {
    await asks(2);
    await asks(2);
    expect(sent('version.requested')).toHaveLength(1);
  });

  test('of what is in production asks for nothing', async () => {
    await asks(1);
    expect(registry.pipeline.events).toEqual([]);
  });

  test('takes the role of a promoter', async () => {
    expect(await refused(2, 403, 'scientist')).toMatch(
      /^PERMISSION_DENIED: to bring a version into production needs the role promoter or admin; scientist has scientist/,
    );
    expect(await refused(2, 403, 'stranger')).toMatch(
      /^PERMISSION_DENIED: .*no role for the data set realtor/,
    );
    expect(registry.pipeline.events).toEqual([]);
  });

  test('is refused with the reason', async () => {
    const { sql, objects } = registry.services;
    expect(await refused(9, 404)).toBe(
      'RESOURCE_DOES_NOT_EXIST: Model Version (name=realtor, version=9) not found',
    );
    expect(await refused(3, 400)).toBe(
      'INVALID_PARAMETER_VALUE: version 3 of realtor was refused: loses to the champion',
    );
    await sql`insert into marea.learned (run_id, batch, rows) values ('t2', 'b1', 1)`;
    await sql`
      insert into marea.batches (dataset, id, source, event_id, origin, stage, retracted_at)
      values ('realtor', 'b1', 's', 'e', 'source', 'ended', now())`;
    expect(await refused(2, 400)).toBe(
      'INVALID_PARAMETER_VALUE: version 2 of realtor has learned from what was taken back since: batch "b1"',
    );
    await sql`delete from marea.learned`;
    const graph = { bucket: 'models', key: 'realtor/2/model.onnx' } as const;
    await objects.remove(graph);
    expect(await refused(2, 400)).toBe(
      'INVALID_PARAMETER_VALUE: version 2 of realtor has no model.onnx any more: it cannot be served',
    );
    await objects.put(graph, '{}');
    expect(registry.pipeline.events).toEqual([]);
  });
});

describe('a version that a notebook registers', () => {
  const source = () => `mlflow-artifacts:/${experiment}/n1/artifacts/model`;
  const register = async () =>
    (
      await registry.ask(
        'POST',
        `${V}/create`,
        { name: 'realtor', source: source(), run_id: 'n1' },
        { who: 'scientist' },
      )
    ).model_version as Record<string, unknown>;

  test('gets the next number, and is offered to be judged', async () => {
    expect(await register()).toMatchObject({
      version: '4',
      current_stage: 'None',
      source: source(),
      run_id: 'n1',
      user_id: 'scientist',
      status: 'READY',
      tags: [{ key: 'marea.decision', value: 'registered' }],
    });
    expect(sent('version.offered')).toMatchObject([
      { source: '/marea/registry', dataset: 'realtor', data: { version: 4, by: 'scientist' } },
    ]);
    expect(sent('change.recorded')).toMatchObject([{ data: { action: 'version.offered', target: '4' } }]);
    expect(await history()).toEqual([[4, 'registered', 'registered by scientist with an MLflow client']]);
    expect(await championIs()).toBe('1');
  });

  test('is not promoted before it is judged, nor when it was refused', async () => {
    await register();
    const champion = of(4, { alias: 'champion' });
    expect(await registry.refused('POST', `${M}/alias`, champion, 400)).toBe(
      'INVALID_PARAMETER_VALUE: version 4 of realtor is being checked: ask again when it is judged',
    );
    const { sql } = registry.services;
    await sql`
      insert into marea.model_history (name, version, event, reason) values ('realtor', 4, 'rejected', 'it has no answer')`;
    expect(await registry.refused('POST', `${M}/alias`, champion, 400)).toBe(
      'INVALID_PARAMETER_VALUE: version 4 of realtor was refused: it has no answer',
    );
    expect(sent('version.requested')).toEqual([]);
  });

  test('takes no number that a deleted one has had, nor does the pipeline', async () => {
    await register();
    await registry.ask('DELETE', `${V}/delete`, of(4));
    expect(await register()).toMatchObject({ version: '5' });
    const { nextVersion } = await import('../../../shared/tracking/versions.ts');
    expect(await registry.services.sql.begin((tx) => nextVersion(tx, 'realtor'))).toBe(6);
    expect((await history()).map(([version, event]) => [version, event])).toEqual([
      [4, 'registered'],
      [4, 'deleted'],
      [5, 'registered'],
    ]);
  });

  test('is there with its event, or not at all', async () => {
    const { sql } = registry.services;
    await sql`alter table marea.outbox add constraint refused check (event->>'type' not like '%offered')`;
    await registry.ask(
      'POST',
      `${V}/create`,
      { name: 'realtor', source: source(), run_id: 'n1' },
      { status: 500 },
    );
    await sql`alter table marea.outbox drop constraint refused`;
    expect(await history()).toEqual([]);
    expect(await register()).toMatchObject({ version: '4' });
  });

  test.each([
    ['s3://elsewhere/model', 400, /its files have to be logged to this server first/],
    ['models:/realtor/1', 400, /of a version that the pipeline has made/],
    ['mlflow-artifacts:/models/realtor/1', 400, /of a version that the pipeline has made/],
  ])('from %s is refused', async (from, status, words) => {
    expect(await registry.refused('POST', `${V}/create`, { name: 'realtor', source: from }, status)).toMatch(
      words,
    );
  });
});

test('a copy of a version of the pipeline under another name is a model of its own', async () => {
  await registry.ask('POST', `${M}/create`, { name: 'mine' });
  await registry.ask('POST', `${V}/create`, { name: 'mine', source: 'models:/realtor/1' });
  expect(await registry.ask('GET', `${V}/get-download-uri?name=mine&version=1`)).toEqual({
    artifact_uri: 'mlflow-artifacts:/models/realtor/1',
  });
  expect(
    await registry.ask(
      'POST',
      `${M}/alias`,
      { name: 'mine', alias: 'champion', version: '1' },
      { who: 'scientist' },
    ),
  ).toEqual({});
  expect(registry.pipeline.events).toEqual([]);
});

describe('what is in production stays', () => {
  test.each(['Staging', 'Archived', 'None'])('in its stage, whoever says %s', async (stage) => {
    expect(await registry.refused('POST', `${V}/transition-stage`, of(1, { stage }), 400)).toMatch(
      /version 1 of realtor is in production: it leaves when another/,
    );
  });

  test('whatever is done to others', async () => {
    await registry.ask(
      'POST',
      `${V}/transition-stage`,
      of(2, { stage: 'Staging', archive_existing_versions: true }),
    );
    await registry.ask('POST', `${M}/alias`, of(2, { alias: 'challenger' }), { who: 'scientist' });
    expect(await championIs()).toBe('1');
    expect((await registry.ask('GET', `${V}/get?name=realtor&version=2`)).model_version).toMatchObject({
      current_stage: 'Staging',
      aliases: ['challenger'],
    });
    expect(registry.pipeline.events).toEqual([]);
  });

  test.each([
    [
      'DELETE',
      `${M}/alias`,
      { name: 'realtor', alias: 'champion' },
      /champion of realtor is the version in production/,
    ],
    ['DELETE', `${V}/delete`, of(1), /version 1 of realtor is or was in production/],
    ['DELETE', `${V}/delete`, of(2), /version 2 of realtor is on its way into production/],
    ['DELETE', `${M}/delete`, { name: 'realtor' }, /realtor is the model of a data set/],
    ['POST', `${M}/rename`, { name: 'realtor', new_name: 'other' }, /realtor is the model of a data set/],
    [
      'POST',
      `${V}/set-tag`,
      of(1, { key: 'marea.decision', value: 'x' }),
      /tells what is known of a version of realtor/,
    ],
  ])('%s %s %j is refused', async (method, path, body, words) => {
    expect(await registry.refused(method, path, body, 400)).toMatch(words);
  });

  test('no other model takes its name', async () => {
    await registry.ask('POST', `${M}/create`, { name: 'other' });
    expect(
      await registry.refused('POST', `${M}/rename`, { name: 'other', new_name: 'diabetes' }, 400),
    ).toMatch(/diabetes is the model of a data set/);
  });
});

test('whoever does not reach a data set sees nothing of its model', async () => {
  for (const [method, path, body] of [
    ['GET', `${M}/get?name=realtor`],
    ['GET', `${V}/get?name=realtor&version=1`],
    ['GET', `${M}/alias?name=realtor&alias=champion`],
    ['POST', `${V}/create`, { name: 'realtor', source: 'models:/realtor/1' }],
    ['POST', `${M}/get-latest-versions`, { name: 'realtor' }],
  ] as const)
    expect(await registry.refused(method, path, body, 403, 'stranger')).toMatch(
      /no role for the data set realtor/,
    );
  await registry.ask('POST', `${M}/create`, { name: 'theirs' });
  expect(
    await registry.refused(
      'POST',
      `${V}/create`,
      { name: 'theirs', source: 'models:/realtor/1' },
      403,
      'stranger',
    ),
  ).toMatch(/no role for the data set realtor/);
});
