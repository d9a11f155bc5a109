/** What a search of runs may name. */
import {
  ABSENCE,
  type Entity,
  type Field,
  LISTS,
  listOf,
  NUMBERS,
  setOf,
  TEXTS,
  type Vocabulary,
} from './vocabulary.ts';

const ENTITIES: Readonly<Record<string, Entity>> = {
  metric: 'metric',
  metrics: 'metric',
  parameter: 'parameter',
  parameters: 'parameter',
  param: 'parameter',
  params: 'parameter',
  tag: 'tag',
  tags: 'tag',
  attribute: 'attribute',
  attributes: 'attribute',
  attr: 'attribute',
  run: 'attribute',
  dataset: 'dataset',
  datasets: 'dataset',
};

const TEXT: Field = { type: 'text', comparators: TEXTS };
const TIME: Field = { type: 'number', comparators: NUMBERS };
const LISTED: Field = { type: 'text', comparators: [...TEXTS, ...LISTS] };
const GIVEN: Field = { type: 'text', comparators: [...TEXTS, ...ABSENCE] };

export const RUN_WORDS: Vocabulary = {
  entities: ENTITIES,
  unknownEntity: (word) =>
    `Invalid entity type '${word}'. Valid values are ${listOf(['metric', 'parameter', 'tag', 'attribute', 'dataset'])}`,
  fields: {
    metric: { '*': { type: 'number', comparators: NUMBERS } },
    parameter: { '*': GIVEN },
    tag: { '*': GIVEN },
    attribute: {
      artifact_uri: TEXT,
      end_time: TIME,
      run_id: LISTED,
      run_name: TEXT,
      start_time: TIME,
      status: TEXT,
      user_id: TEXT,
    },
    dataset: { name: LISTED, digest: LISTED, context: LISTED },
  },
  aliases: {
    created: 'start_time',
    Created: 'start_time',
    'run name': 'run_name',
    'Run name': 'run_name',
    'Run Name': 'run_name',
  },
  wrongComparator: (_, comparator, { comparators }) =>
    `Invalid comparator '${comparator}' not one of '${setOf(comparators)}'`,
};
