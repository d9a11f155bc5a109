/** Registered models, versions, stages, aliases and tags of notebooks. What is expected was answered by MLflow 3.17.2. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Registry, startRegistry } from '../../../tests/registry/bed.ts';

let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry();
  const { sql } = registry.services;
  await sql`insert into marea.experiments (name) values ('realtor')`;
  await sql`insert into marea.runs (id, experiment_id, name, status) values ('r1', 0, 'mine', 'RUNNING')`;
  await sql`
    insert into marea.logged_models (id, experiment_id, name, source_run_id, artifact_uri)
    values ('m-1', 0, 'mine', 'r1', 'mlflow-artifacts:/0/models/m-1/artifacts')`;
});
afterAll(() => registry.stop());
beforeEach(async () => {
  await registry.services.sql`truncate marea.registered_models, marea.model_history cascade`;
});

const M = 'registered-models';
const V = 'model-versions';
const SOURCE = 'mlflow-artifacts:/0/r1/artifacts/model';
const moment = expect.any(Number);

const create = (name: string, more = {}) => registry.ask('POST', `${M}/create`, { name, ...more });
const register = (name: string, more = {}) =>
  registry.ask('POST', `${V}/create`, { name, source: SOURCE, run_id: 'r1', ...more });
const model = async (name: string) => (await registry.ask('GET', `${M}/get?name=${name}`)).registered_model;
const version = async (name: string, number: number) =>
  (await registry.ask('GET', `${V}/get?name=${name}&version=${number}`)).model_version as Record<
    string,
    unknown
  >;
const refused: Registry['refused'] = (...given) => registry.refused(...given);

describe('models', () => {
  test('one is made with what was said of it, and no more', async () => {
    const plain = { name: 'x', creation_timestamp: moment, last_updated_timestamp: moment };
    expect(await create('x')).toEqual({ registered_model: plain });
    const tags = [{ key: 'a', value: 'b' }];
    expect(await create('y', { description: 'd', tags })).toEqual({
      registered_model: { ...plain, name: 'y', description: 'd', tags },
    });
    expect(await model('x')).toEqual(plain);
  });

  test.each([
    [
      {},
      "INVALID_PARAMETER_VALUE: Missing value for required parameter 'name'. See the API docs for more information about request parameters.",
    ],
    [
      { name: 5 },
      "INVALID_PARAMETER_VALUE: Invalid value 5 for parameter 'name' supplied:  Hint: Value was of type 'int'. See the API docs for more information about request parameters.",
    ],
    [{ name: 'a/b' }, "INVALID_PARAMETER_VALUE: Invalid model name 'a/b'. Names cannot contain '/' or ':'."],
    [{ name: 'taken' }, 'RESOURCE_ALREADY_EXISTS: Registered Model (name=taken) already exists.'],
    [
      { name: 'tagged', tags: [{ key: 'k'.repeat(251), value: 'v' }] },
      "INVALID_PARAMETER_VALUE: 'key' exceeds the maximum length of 250 characters",
    ],
  ])('%j is refused', async (body, words) => {
    await create('taken');
    expect(await refused('POST', `${M}/create`, body, 400)).toBe(words);
  });

  test('one that there is not is told', async () => {
    const words = 'RESOURCE_DOES_NOT_EXIST: Registered Model with name=zz not found';
    expect(await refused('GET', `${M}/get?name=zz`, undefined, 404)).toBe(words);
    for (const [method, path] of [
      ['PATCH', 'update'],
      ['DELETE', 'delete'],
      ['POST', 'get-latest-versions'],
    ] as const)
      expect(await refused(method, `${M}/${path}`, { name: 'zz' }, 404)).toBe(words);
    expect(await refused('POST', `${V}/create`, { name: 'zz', source: SOURCE, run_id: 'r1' }, 404)).toBe(
      words,
    );
  });

  test('renamed, it takes its versions, tags and aliases along', async () => {
    await create('y');
    await create('x', { tags: [{ key: 'a', value: 'b' }] });
    await register('x', { tags: [{ key: 'k', value: 'v' }] });
    await registry.ask('POST', `${M}/alias`, { name: 'x', alias: 'best', version: '1' });
    expect(await refused('POST', `${M}/rename`, { name: 'x', new_name: 'y' }, 400)).toMatch(
      /^RESOURCE_ALREADY_EXISTS: Registered Model \(name=y\) already exists/,
    );
    await registry.ask('POST', `${M}/rename`, { name: 'x', new_name: 'w' });
    expect(await model('w')).toMatchObject({
      tags: [{ key: 'a', value: 'b' }],
      aliases: [{ alias: 'best', version: '1' }],
    });
    expect(await version('w', 1)).toMatchObject({
      name: 'w',
      tags: [{ key: 'k', value: 'v' }],
      aliases: ['best'],
    });
    await refused('GET', `${M}/get?name=x`, undefined, 404);
  });

  test('a description is set, and taken away by saying none', async () => {
    await create('x');
    expect(
      (await registry.ask('PATCH', `${M}/update`, { name: 'x', description: 'nd' })).registered_model,
    ).toMatchObject({ description: 'nd' });
    expect((await registry.ask('PATCH', `${M}/update`, { name: 'x' })).registered_model).not.toHaveProperty(
      'description',
    );
  });

  test('tags are set, set again, deleted, and deleting none is as good', async () => {
    await create('x');
    for (const value of ['v', 'w'])
      await registry.ask('POST', `${M}/set-tag`, { name: 'x', key: 'k', value });
    await registry.ask('POST', `${M}/set-tag`, { name: 'x', key: 'empty' });
    expect(await model('x')).toMatchObject({
      tags: [
        { key: 'empty', value: '' },
        { key: 'k', value: 'w' },
      ],
    });
    for (const key of ['k', 'empty', 'never'])
      await registry.ask('DELETE', `${M}/delete-tag`, { name: 'x', key });
    expect(await model('x')).not.toHaveProperty('tags');
  });

  test('deleted, it is gone with all that was of it; made again it begins anew', async () => {
    await create('x');
    await register('x');
    expect(await registry.ask('DELETE', `${M}/delete`, { name: 'x' })).toEqual({});
    await refused('GET', `${V}/get?name=x&version=1`, undefined, 404);
    await create('x');
    expect((await register('x')).model_version).toMatchObject({ version: '1' });
  });
});

describe('versions', () => {
  test('are numbered from 1, and told as MLflow tells them', async () => {
    await create('x');
    const tags = [{ key: 'k', value: 'v' }];
    expect(await register('x', { run_link: 'l', description: 'desc', tags })).toEqual({
      model_version: {
        name: 'x',
        version: '1',
        creation_timestamp: moment,
        last_updated_timestamp: moment,
        current_stage: 'None',
        description: 'desc',
        source: SOURCE,
        run_id: 'r1',
        status: 'READY',
        tags,
        run_link: 'l',
      },
    });
    expect(await register('x')).toEqual({
      model_version: {
        name: 'x',
        version: '2',
        creation_timestamp: moment,
        last_updated_timestamp: moment,
        current_stage: 'None',
        description: '',
        source: SOURCE,
        run_id: 'r1',
        status: 'READY',
        run_link: '',
      },
    });
    expect(await registry.ask('GET', `${V}/get-download-uri?name=x&version=1`)).toEqual({
      artifact_uri: SOURCE,
    });
  });

  test('the number of one that was deleted is not used again', async () => {
    await create('x');
    await register('x');
    await register('x');
    await registry.ask('DELETE', `${V}/delete`, { name: 'x', version: '2' });
    expect((await register('x')).model_version).toMatchObject({ version: '3' });
  });

  test('many that are registered at once have each a number of their own', async () => {
    await create('x');
    const made = await Promise.all(Array.from({ length: 8 }, () => register('x')));
    expect(made.map(({ model_version }) => (model_version as { version: string }).version).sort()).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
    ]);
  });

  test.each([
    ['models:/x/1', {}, SOURCE, 'r1'],
    ['models:/x@best', {}, SOURCE, 'r1'],
    ['models:/m-1', { model_id: 'm-1' }, 'mlflow-artifacts:/0/models/m-1/artifacts', 'r1'],
    [
      'mlflow-artifacts:/0/models/m-1/artifacts',
      { model_id: 'm-1' },
      'mlflow-artifacts:/0/models/m-1/artifacts',
      '',
    ],
    ['runs:/r1/model', { run_id: 'r1' }, SOURCE, 'r1'],
    ['s3://b/k', {}, 's3://b/k', ''],
  ])('files are found by %s', async (source, more, location, run) => {
    await create('x');
    await register('x');
    await registry.ask('POST', `${M}/alias`, { name: 'x', alias: 'best', version: '1' });
    const { model_version } = await registry.ask('POST', `${V}/create`, { name: 'x', source, ...more });
    expect(model_version).toMatchObject({ version: '2', source, run_id: run });
    expect(await registry.ask('GET', `${V}/get-download-uri?name=x&version=2`)).toEqual({
      artifact_uri: location,
    });
  });

  test.each([
    [
      {},
      "INVALID_PARAMETER_VALUE: Missing value for required parameter 'source'. See the API docs for more information about request parameters.",
    ],
    [
      { source: '/etc/passwd' },
      /^INVALID_PARAMETER_VALUE: Invalid model version source: '\/etc\/passwd'. To use a local path/,
    ],
    [
      { source: 'file:///etc/passwd' },
      /^INVALID_PARAMETER_VALUE: Invalid model version source: .* To use a local path/,
    ],
    [{ source: 'mlflow-artifacts:/0/../..' }, /without relative path references/],
    [{ source: 's3://b/%252e%252e/k' }, /without relative path references/],
    [{ source: 'mlflow-artifacts://elsewhere/0/r1', run_id: 'r1' }, /without relative path references/],
    [
      { source: SOURCE },
      `INVALID_PARAMETER_VALUE: Invalid model version source: '${SOURCE}'. The run_id request parameter must identify the resource that contains the source.`,
    ],
    [{ source: SOURCE, run_id: 'r2' }, /The run_id request parameter must identify/],
    [
      { source: 'models:/m-nope' },
      "INVALID_PARAMETER_VALUE: Invalid model version source: 'models:/m-nope'. The model_id request parameter must identify the resource that contains the source.",
    ],
    [{ source: 'models:/m-1', model_id: 'm-2' }, /The model_id request parameter must identify/],
    [{ source: 'models:/x@nobody' }, 'INVALID_PARAMETER_VALUE: Registered model alias nobody not found.'],
    [{ source: 'runs:/r1/../x', run_id: 'r1' }, /without relative path references/],
  ])('files of %j are not taken', async (body, words) => {
    await create('x');
    expect(await refused('POST', `${V}/create`, { name: 'x', ...body }, 400)).toMatch(words);
  });

  test('one that there is not, and what is no number, is told', async () => {
    await create('x');
    const words = 'RESOURCE_DOES_NOT_EXIST: Model Version (name=x, version=9) not found';
    expect(await refused('GET', `${V}/get?name=x&version=9`, undefined, 404)).toBe(words);
    expect(await refused('POST', `${V}/create`, { name: 'x', source: 'models:/x/9' }, 404)).toBe(words);
    expect(await refused('POST', `${M}/alias`, { name: 'x', alias: 'a', version: '9' }, 404)).toBe(words);
    expect(await refused('DELETE', `${V}/delete`, { name: 'x', version: '9' }, 404)).toBe(words);
    expect(await refused('GET', `${V}/get?name=x&version=abc`, undefined, 400)).toBe(
      "INVALID_PARAMETER_VALUE: Parameter 'version' must be an integer, got 'abc'.",
    );
    await refused('GET', `${V}/get?name=x&version=99999999999`, undefined, 404);
  });

  test('tags and descriptions are of one version', async () => {
    await create('x');
    await register('x');
    await register('x');
    await registry.ask('POST', `${V}/set-tag`, { name: 'x', version: '1', key: 'k', value: 'v' });
    await registry.ask('PATCH', `${V}/update`, { name: 'x', version: '1', description: 'nd' });
    expect(await version('x', 1)).toMatchObject({ tags: [{ key: 'k', value: 'v' }], description: 'nd' });
    expect(await version('x', 2)).not.toHaveProperty('tags');
    await registry.ask('DELETE', `${V}/delete-tag`, { name: 'x', version: '1', key: 'k' });
    expect(await version('x', 1)).not.toHaveProperty('tags');
  });

  test('a prompt is a model with tags, whose source is a word', async () => {
    const tags = [
      { key: 'mlflow.prompt.is_prompt', value: 'true' },
      { key: 'mlflow.prompt.text', value: 'Say {{x}}' },
    ];
    await create('p', { tags: tags.slice(0, 1) });
    expect(
      (await registry.ask('POST', `${V}/create`, { name: 'p', source: 'prompt-template', tags }))
        .model_version,
    ).toMatchObject({
      source: 'prompt-template',
      run_id: '',
      tags,
    });
  });
});

describe('stages', () => {
  beforeEach(async () => {
    await create('x');
    for (let number = 1; number <= 3; number++) await register('x');
  });
  const move = (number: number, stage: string, more = {}) =>
    registry.ask('POST', `${V}/transition-stage`, { name: 'x', version: String(number), stage, ...more });
  const stages = async () =>
    (await Promise.all([1, 2, 3].map((number) => version('x', number)))).map(
      ({ current_stage }) => current_stage,
    );

  test('several may be in one, unless those that are there are archived', async () => {
    expect((await move(1, 'production', { archive_existing_versions: true })).model_version).toMatchObject({
      current_stage: 'Production',
    });
    await move(2, 'Production', { archive_existing_versions: false });
    expect(await stages()).toEqual(['Production', 'Production', 'None']);
    await move(3, 'Production', { archive_existing_versions: true });
    expect(await stages()).toEqual(['Archived', 'Archived', 'Production']);
  });

  test('the newest of each is what clients load by stage', async () => {
    await move(1, 'Staging');
    await move(2, 'Staging');
    const numbers = async (body: object) =>
      (
        (await registry.ask('POST', `${M}/get-latest-versions`, { name: 'x', ...body })).model_versions as
          | { version: string }[]
          | undefined
      )?.map((one) => one.version);
    expect(await numbers({})).toEqual(['2', '3']);
    expect(await numbers({ stages: ['staging'] })).toEqual(['2']);
    expect(await numbers({ stages: ['Production'] })).toBeUndefined();
    expect(
      ((await model('x')) as { latest_versions: { version: string }[] }).latest_versions.map(
        (one) => one.version,
      ),
    ).toEqual(['2', '3']);
  });

  test.each([
    [
      { stage: 'bogus' },
      'INVALID_PARAMETER_VALUE: Invalid Model Version stage: bogus. Value must be one of None, Staging, Production, Archived.',
    ],
    [{ stage: 'None', archive_existing_versions: true }, /because 'None' is not an Active stage/],
  ])('%j is refused', async (body, words) => {
    expect(await refused('POST', `${V}/transition-stage`, { name: 'x', version: '1', ...body }, 400)).toMatch(
      words,
    );
  });
});

describe('aliases', () => {
  beforeEach(async () => {
    await create('x');
    await register('x');
    await register('x');
  });
  const set = (alias: string, number: number) =>
    registry.ask('POST', `${M}/alias`, { name: 'x', alias, version: String(number) });
  const called = async (alias: string) =>
    ((await registry.ask('GET', `${M}/alias?name=x&alias=${alias}`)).model_version as { version: string })
      .version;

  test('move from version to version, and are told by name', async () => {
    expect(await set('champion', 1)).toEqual({});
    await set('Bb', 1);
    expect(await version('x', 1)).toMatchObject({ aliases: ['Bb', 'champion'] });
    await set('champion', 2);
    expect(await called('champion')).toBe('2');
    expect(await model('x')).toMatchObject({
      aliases: [
        { alias: 'Bb', version: '1' },
        { alias: 'champion', version: '2' },
      ],
    });
    expect(await called('latest')).toBe('2');
    // Its newest version is told without them.
    expect(((await model('x')) as { latest_versions: object[] }).latest_versions[0]).not.toHaveProperty(
      'aliases',
    );
  });

  test('go with their version, or by themselves, once and again', async () => {
    await set('a', 1);
    await set('b', 2);
    for (const _ of ['once', 'again']) await registry.ask('DELETE', `${M}/alias`, { name: 'x', alias: 'a' });
    await registry.ask('DELETE', `${V}/delete`, { name: 'x', version: '2' });
    for (const alias of ['a', 'b'])
      expect(await refused('GET', `${M}/alias?name=x&alias=${alias}`, undefined, 400)).toBe(
        `INVALID_PARAMETER_VALUE: Registered model alias ${alias} not found.`,
      );
  });

  test.each([
    ['latest', "'latest' alias name (case insensitive) is reserved."],
    ['Latest', "'latest' alias name (case insensitive) is reserved."],
    ['v1', "Version alias name 'v1' is reserved."],
    [
      'a b',
      "Invalid alias name: 'a b'. Names may only contain alphanumerics, underscores (_), and dashes (-).",
    ],
    ['a'.repeat(256), "'Registered model alias name' exceeds the maximum length of 255 characters"],
  ])('%s is none', async (alias, words) => {
    expect(await refused('POST', `${M}/alias`, { name: 'x', alias, version: '1' }, 400)).toBe(
      `INVALID_PARAMETER_VALUE: ${words}`,
    );
  });
});

test('a viewer reads, and changes nothing', async () => {
  await create('x');
  await register('x');
  await registry.ask('GET', `${M}/get?name=x`, undefined, { who: 'viewer' });
  await registry.ask('POST', `${M}/get-latest-versions`, { name: 'x' }, { who: 'viewer' });
  for (const [method, path] of [
    ['POST', `${M}/create`],
    ['DELETE', `${M}/delete`],
    ['POST', `${M}/alias`],
    ['POST', `${V}/transition-stage`],
  ] as const)
    expect(await refused(method, path, { name: 'x' }, 403, 'viewer')).toMatch(
      /^PERMISSION_DENIED: .*needs the role/,
    );
});
