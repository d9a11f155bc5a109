/** What filters say, and how those that say nothing are refused: as MLflow 3.17.2 reads the same texts. */
import { expect, test } from 'vitest';
import { clausesOf } from './filter.ts';
import { LOGGED_MODEL_WORDS } from './logged-model-words.ts';
import { EXPERIMENT_WORDS, MODEL_WORDS, VERSION_WORDS } from './model-words.ts';
import { sortingsOf } from './order.ts';
import { RUN_WORDS } from './run-words.ts';

const said = (filter: string) =>
  clausesOf(filter, RUN_WORDS).map(({ entity, key, comparator, value }) => [entity, key, comparator, value]);

test.each([
  ['metrics.m > 1', ['metric', 'm', '>', 1]],
  ['metrics.`a b`>=-1.5e3', ['metric', 'a b', '>=', -1500]],
  ['metric.m = .5', ['metric', 'm', '=', 0.5]],
  ['metrics.1m > 1', ['metric', '1m', '>', 1]],
  [`params."max depth" = 'a'`, ['parameter', 'max depth', '=', 'a']],
  [`params.'max depth' = 'a'`, ['parameter', 'max depth', '=', 'a']],
  [`parameter.é = "ü"`, ['parameter', 'é', '=', 'ü']],
  [`params.a like '%x'`, ['parameter', 'a', 'LIKE', '%x']],
  [`params.a = 'it''s'`, ['parameter', 'a', '=', "it''s"]],
  [`params.a = 'say "x" AND y'`, ['parameter', 'a', '=', 'say "x" AND y']],
  [`params.constructor = ''`, ['parameter', 'constructor', '=', '']],
  ['params.a IS NULL', ['parameter', 'a', 'IS NULL', undefined]],
  ['tags.a is not null', ['tag', 'a', 'IS NOT NULL', undefined]],
  [`tags.mlflow.source.name = 'x'`, ['tag', 'mlflow.source.name', '=', 'x']],
  [`tags.\`a.b\` = 'x'`, ['tag', 'a.b', '=', 'x']],
  [`\`params\`.a = 'x'`, ['parameter', 'a', '=', 'x']],
  [`run_id IN ('a',"b",)`, ['attribute', 'run_id', 'IN', ['a', 'b']]],
  [`attributes.run_id not in ('a')`, ['attribute', 'run_id', 'NOT IN', ['a']]],
  [`\`run name\` = 'x'`, ['attribute', 'run_name', '=', 'x']],
  ['Created <= 1664067852747', ['attribute', 'start_time', '<=', 1664067852747]],
  [`datasets.context IN ('train')`, ['dataset', 'context', 'IN', ['train']]],
])('%s', (filter, clause) => expect(said(filter)).toEqual([clause]));

test('AND in any case, and blanks of any kind, stand between clauses', () => {
  expect(said("metrics.m > 1 AND\n params.a = 'b' and\tstatus='FINISHED'")).toHaveLength(3);
  expect(said('')).toEqual([]);
});

test.each([
  ["params.a = 'b' OR params.c='d'", "Invalid clause(s) in filter string: 'OR'"],
  ["NOT params.a='b'", "Invalid clause(s) in filter string: 'NOT'"],
  ["(params.a='b')", "Invalid clause(s) in filter string: '(params.a='b')'"],
  ['metrics.m', "Invalid clause(s) in filter string: 'metrics.m'"],
  ['metrics.m between 1 and 2', "Invalid clause(s) in filter string: 'metrics.m', 'between', '1', '2'"],
  ["params.a = 'b';", "Invalid clause(s) in filter string: ';'"],
  ["params.a = 'open", "Invalid clause(s) in filter string: 'params.a', '=', ''', 'open'"],
  ['   ', "Invalid filter '   '. Could not be parsed."],
  [
    "params.a = 'b'; params.c='d'",
    `Search filter contained multiple expression "params.a = 'b'; params.c='d'". Provide AND-ed expression list.`,
  ],
  ['1 < metrics.m', "Invalid comparison clause. Expected 'Identifier' found '1'"],
  [
    "foo.bar = 'x'",
    "Invalid entity type 'foo'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']",
  ],
  ['metrics.m = NaN', 'Expected numeric value type for metric. Found NaN'],
  ["metrics.m = 'a'", "Expected numeric value type for metric. Found 'a'"],
  ["start_time = 'x'", "Expected numeric value type for numeric attribute: start_time. Found 'x'"],
  ['params.a = 1', "Expected a quoted string value for parameter (e.g. 'my-value'). Got value 1"],
  ["tags.a IN ('x')", "Expected a quoted string value for tag (e.g. 'my-value'). Got value ('x')"],
  ['status = 1', 'Expected a quoted string value for attributes. Got value 1'],
  ['dataset.name = 1', 'Expected a quoted string value for dataset attributes. Got value 1'],
  [
    'params.a = b',
    'Parameter value is either not quoted or unidentified quote types used for string value b. Use either single or double quotes.',
  ],
  ["status IN ('a')", "Only ['run_id'] attributes support comparison with a list of quoted string values."],
  [
    'run_id IN ()',
    'While parsing a list in the query, expected a non-empty list of string values, but got empty list',
  ],
  ['metrics.m IS NULL', "IS NULL / IS NOT NULL is only supported for tags and params, not for 'metric' 'm'"],
])('%s is refused', (filter, words) => expect(() => said(filter)).toThrow(words));

test.each([
  ['metrics.m == 1', "Invalid comparator '==' not one of"],
  ['metrics.m LIKE 1', "Invalid comparator 'LIKE' not one of"],
  ["params.a > 'x'", "Invalid comparator '>' not one of"],
  ["params.a NOT LIKE 'x'", "Invalid comparator 'NOT LIKE' not one of"],
  ["run_id = ('a')", "Invalid comparator '=' not one of"],
  ["nothing = 'x'", "Invalid attribute key 'nothing' specified. Valid keys are"],
  ["dataset.schema = 'x'", "Invalid dataset key 'schema' specified. Valid keys are"],
  ["constructor.x = 'y'", "Invalid entity type 'constructor'"],
  ["status = 'a\0'", 'Could not be parsed.'],
  [Array(101).fill('metrics.m > 1').join(' AND '), 'it has 101 comparisons, 100 are the most'],
  [`params.a = '${'x'.repeat(200_000)}'`, '200000 are the most'],
])('%.60s is refused', (filter, words) => expect(() => said(filter)).toThrow(words));

test.each([
  [
    EXPERIMENT_WORDS,
    'metrics.m > 1',
    "Invalid entity type 'metrics'. Valid entity types are ('attribute', 'tag', 'tags')",
  ],
  [EXPERIMENT_WORDS, "tags.a > 'x'", 'Invalid comparator for tag: >'],
  [EXPERIMENT_WORDS, "experiment_id LIKE '1'", 'Invalid comparator for experiment_id: LIKE'],
  [EXPERIMENT_WORDS, 'creation_time > 1.5', "Invalid value for numeric attribute 'creation_time': '1.5'"],
  [EXPERIMENT_WORDS, "name IN ('x')", "Only ['experiment_id'] attributes support comparison with a list"],
  [MODEL_WORDS, "name > 'x'", 'Invalid comparator for attribute: >'],
  [MODEL_WORDS, 'tags.a IS NULL', 'IS NULL / IS NOT NULL is only supported for'],
  [VERSION_WORDS, 'version_number LIKE 1', 'Invalid comparator for attribute version_number: LIKE'],
  [VERSION_WORDS, 'version_number = 1.5', "Invalid value for numeric attribute 'version_number': '1.5'"],
  [
    VERSION_WORDS,
    "source_path IN ('x')",
    "Only ['name', 'run_id'] attributes support comparison with a list",
  ],
  [
    LOGGED_MODEL_WORDS,
    'metric.m > 1',
    "Invalid entity type: 'metric'. Expected one of ['attributes', 'metrics', 'params', 'tags'].",
  ],
  [
    LOGGED_MODEL_WORDS,
    'metrics.m LIKE 1',
    "Invalid comparison operator for metrics.m: 'LIKE'. Expected one of ('>', '>=', '!=', '=', '<', '<=').",
  ],
])('%#: of other kinds, %s is refused', (words, filter, refused) =>
  expect(() => clausesOf(filter, words)).toThrow(refused),
);

test('an order says what it goes by, and which way', () => {
  const orderBy = ['metrics.m DESC', 'params.`a b` asc', 'tags."x.y"', 'Created'];
  expect(sortingsOf(orderBy, RUN_WORDS)).toEqual([
    { entity: 'metric', key: 'm', ascending: false },
    { entity: 'parameter', key: 'a b', ascending: true },
    { entity: 'tag', key: 'x.y', ascending: true },
    { entity: 'attribute', key: 'start_time', ascending: true },
  ]);
});

test.each([
  [['metrics.m foo'], "Invalid ordering key in order_by clause 'metrics.m foo'."],
  [['metrics.m desc x'], "Invalid order_by clause 'metrics.m desc x'. Could not be parsed."],
  [[''], "Invalid order_by clause ''. Could not be parsed."],
  [['foo.bar'], "Invalid entity type 'foo'."],
  [['metrics.m', 'metric.m desc'], '`order_by` contains duplicate fields'],
  [Array.from({ length: 21 }, (_, index) => `metrics.m${index}`), 'it has 21 clauses, 20 are the most'],
])('an order by %j is refused', (orderBy, words) =>
  expect(() => sortingsOf(orderBy, RUN_WORDS)).toThrow(words),
);
