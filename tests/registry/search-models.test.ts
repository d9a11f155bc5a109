/** Searches of registered models and of their versions, on a real Postgres. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ListSearch } from '../../shared/tracking/search/experiments.ts';
import { searchModels } from '../../shared/tracking/search/models.ts';
import { searchVersions } from '../../shared/tracking/search/versions.ts';
import { type Services, startServices } from '../services.ts';

let services: Services;

beforeAll(async () => {
  services = await startServices({ connections: 2 });
  const { sql } = services;
  await sql`
    insert into marea.registered_models (name, created_at, updated_at) values
      ('alpha', '2026-01-01Z', '2026-01-09Z'), ('Beta', '2026-01-02Z', '2026-01-03Z'), ('a_c', '2026-01-04Z', '2026-01-04Z'),
      ('greeting', '2026-01-05Z', '2026-01-05Z'), ('realtor', '2026-01-06Z', '2026-01-06Z')`;
  await sql`
    insert into marea.registered_model_tags (name, key, value) values
      ('alpha', 'team', 'blue'), ('Beta', 'team', 'Blue'), ('greeting', 'mlflow.prompt.is_prompt', 'true')`;
  await sql`
    insert into marea.model_versions (name, version, run_id, source, updated_at) values
      ('alpha', 1, 'r1', 'runs:/r1/m', '2026-01-01Z'), ('alpha', 2, null, 'models:/m-1', '2026-01-03Z'),
      ('alpha', 10, 'r3', 'runs:/r3/m', '2026-01-02Z'), ('Beta', 1, 'r1', 's3://x/M', '2026-01-03Z'),
      ('greeting', 1, null, 'prompt', '2026-01-05Z'), ('realtor', 1, 'r9', 's3://models/realtor/1', '2026-01-06Z')`;
  await sql`
    insert into marea.model_version_tags (name, version, key, value) values
      ('greeting', 1, 'mlflow.prompt.is_prompt', 'true'), ('alpha', 10, 'best', 'yes')`;
});
afterAll(() => services.stop());

const asked = (filter: string, orderBy: readonly string[] = []): ListSearch => ({
  filter,
  orderBy,
  maxResults: 100,
  pageToken: undefined,
});

describe('registered models', () => {
  const models = async (filter: string, orderBy?: readonly string[], hidden: readonly string[] = []) =>
    (await searchModels(services.sql, asked(filter, orderBy), hidden)).keys.map(([name]) => name);

  test.each([
    ['', ['Beta', 'a_c', 'alpha', 'realtor']],
    ["name = 'alpha'", ['alpha']],
    ["attribute.name IN ('alpha', 'Beta')", ['Beta', 'alpha']],
    ["name NOT IN ('alpha', 'Beta')", ['a_c', 'realtor']],
    ["name LIKE 'b%'", []],
    ["name ilike 'b%'", ['Beta']],
    ["name LIKE '__c'", ['a_c']],
    ["tags.team = 'blue'", ['alpha']],
    ["tag.team != 'blue'", ['Beta']],
    ["tags.team ILIKE 'BLUE' AND name != 'Beta'", ['alpha']],
  ])('%s', async (filter, names) => expect(await models(filter)).toEqual(names));

  test.each([
    ["tags.`mlflow.prompt.is_prompt` = 'true'", ['greeting']],
    ["tags.`mlflow.prompt.is_prompt` != 'true' AND name LIKE 'a%'", ['a_c', 'alpha']],
    ["tags.`mlflow.prompt.is_prompt` = 'false' AND name LIKE 'g%'", []],
  ])('prompts are no models, unless they are asked for: %s', async (filter, names) =>
    expect(await models(filter)).toEqual(names),
  );

  test.each([
    [['name DESC'], ['realtor', 'alpha', 'a_c', 'Beta']],
    [['last_updated_timestamp'], ['Beta', 'a_c', 'realtor', 'alpha']],
    [['timestamp DESC'], ['alpha', 'realtor', 'a_c', 'Beta']],
    [
      ['creation_timestamp DESC', 'name'],
      ['realtor', 'a_c', 'Beta', 'alpha'],
    ],
  ])('by %j', async (orderBy, names) => expect(await models('', orderBy)).toEqual(names));

  test('those of a data set that the caller does not reach are left out', async () =>
    expect(await models('', [], ['realtor'])).toEqual(['Beta', 'a_c', 'alpha']));

  test.each([
    ['', ['stage'], "Invalid order by key 'stage' specified."],
    ['', ['tags.team'], 'Invalid order by key'],
    ["description = 'x'", [], "Invalid attribute key 'description' specified. Valid keys are '{'name'}'"],
  ])('%s by %j is refused', async (filter, orderBy, words) =>
    expect(models(filter, orderBy)).rejects.toThrow(words),
  );
});

describe('model versions', () => {
  const versions = async (filter: string, orderBy?: readonly string[], hidden: readonly string[] = []) =>
    (await searchVersions(services.sql, asked(filter, orderBy), hidden)).keys.map((key) => key.join('/'));

  test.each([
    ['', ['realtor/1', 'Beta/1', 'alpha/2', 'alpha/10', 'alpha/1']],
    ["name = 'alpha'", ['alpha/2', 'alpha/10', 'alpha/1']],
    ["name='alpha' AND version_number > 1", ['alpha/2', 'alpha/10']],
    ["name='alpha' AND version_number <= '2'", ['alpha/2', 'alpha/1']],
    ["run_id IN ('r1', 'r9')", ['realtor/1', 'Beta/1', 'alpha/1']],
    ["run_id != 'r1'", ['realtor/1', 'alpha/2', 'alpha/10']],
    ["source_path = 'mlflow-artifacts:/models/realtor/1'", ['realtor/1']],
    ["source_path LIKE 'runs:%'", ['alpha/10', 'alpha/1']],
    ["tags.best = 'yes'", ['alpha/10']],
    ["tags.`mlflow.prompt.is_prompt` = 'true'", ['greeting/1']],
  ])('%s', async (filter, found) => expect(await versions(filter)).toEqual(found));

  test.each([
    [['version_number ASC'], ['Beta/1', 'alpha/1', 'realtor/1', 'alpha/2', 'alpha/10']],
    [['name DESC'], ['realtor/1', 'alpha/10', 'alpha/2', 'alpha/1', 'Beta/1']],
    [
      ['creation_timestamp', 'version_number'],
      ['Beta/1', 'alpha/1', 'realtor/1', 'alpha/2', 'alpha/10'],
    ],
  ])('by %j', async (orderBy, found) => expect(await versions('', orderBy)).toEqual(found));

  test('those of a data set that the caller does not reach are left out', async () =>
    expect(await versions('version_number = 1', [], ['realtor'])).toEqual(['Beta/1', 'alpha/1']));

  test('page by page, each once', async () => {
    const found: string[] = [];
    let pageToken: string | undefined;
    do {
      const page = await searchVersions(services.sql, { ...asked(''), maxResults: 2, pageToken }, []);
      found.push(...page.keys.map((key) => key.join('/')));
      pageToken = page.nextPageToken;
    } while (pageToken);
    expect(found).toEqual(await versions(''));
  });

  test.each([
    ['', ['tags.best'], 'Invalid order_by entity: tag'],
    ['', ['name', 'name DESC'], 'duplicate'],
    ["name > 'a'", [], 'Invalid comparator for attribute: >'],
  ])('%s by %j is refused', async (filter, orderBy, words) =>
    expect(versions(filter, orderBy)).rejects.toThrow(words),
  );
});
