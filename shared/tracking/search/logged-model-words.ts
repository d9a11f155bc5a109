/** What a search of logged models may name. */
import { type Field, LISTS, listOf, NUMBERS, TEXTS, tupleOf, type Vocabulary } from './vocabulary.ts';

const TEXT: Field = { type: 'text', comparators: [...TEXTS, ...LISTS] };
const NUMBER: Field = { type: 'number', comparators: NUMBERS };

const PLURALS: Readonly<Record<string, string>> = {
  attribute: 'attributes',
  metric: 'metrics',
  parameter: 'params',
  tag: 'tags',
};

export const LOGGED_MODEL_WORDS: Vocabulary = {
  entities: { attributes: 'attribute', metrics: 'metric', params: 'parameter', tags: 'tag' },
  unknownEntity: (word) =>
    `Invalid entity type: '${word}'. Expected one of ${listOf(['attributes', 'metrics', 'params', 'tags'])}.`,
  fields: {
    attribute: {
      model_id: TEXT,
      name: TEXT,
      model_type: TEXT,
      status: TEXT,
      source_run_id: TEXT,
      creation_timestamp_ms: NUMBER,
      last_updated_timestamp_ms: NUMBER,
    },
    metric: { '*': NUMBER },
    parameter: { '*': TEXT },
    tag: { '*': TEXT },
  },
  aliases: {
    creation_time: 'creation_timestamp_ms',
    creation_timestamp: 'creation_timestamp_ms',
    last_updated_timestamp: 'last_updated_timestamp_ms',
  },
  wrongComparator: ({ entity, key }, comparator, { comparators }) =>
    `Invalid comparison operator for ${PLURALS[entity]}.${key}: '${comparator}'. ` +
    `Expected one of ${tupleOf(comparators)}.`,
};
