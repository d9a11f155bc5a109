/** What searches of experiments, registered models and model versions may name: attributes and tags. */
import {
  ABSENCE,
  type Entity,
  type Field,
  LISTS,
  type Named,
  NUMBERS,
  setOf,
  TEXTS,
  tupleOf,
  type Vocabulary,
} from './vocabulary.ts';

const ENTITIES: Readonly<Record<string, Entity>> = {
  attribute: 'attribute',
  attributes: 'attribute',
  tag: 'tag',
  tags: 'tag',
};

const unknownEntity = (word: string): string =>
  `Invalid entity type '${word}'. Valid entity types are ${tupleOf(['attribute', 'tag', 'tags'])}`;

const TEXT: Field = { type: 'text', comparators: TEXTS };
const LISTED: Field = { type: 'text', comparators: [...TEXTS, ...LISTS] };
const WHOLE: Field = { type: 'number', comparators: NUMBERS, whole: true };

const tagOr =
  (other: (named: Named, comparator: string, field: Field) => string): Vocabulary['wrongComparator'] =>
  (named, comparator, field) =>
    named.entity === 'tag' ? `Invalid comparator for tag: ${comparator}` : other(named, comparator, field);

export const EXPERIMENT_WORDS: Vocabulary = {
  entities: ENTITIES,
  unknownEntity,
  fields: {
    attribute: {
      name: TEXT,
      experiment_id: { type: 'text', comparators: ['=', '!=', ...LISTS] },
      creation_time: WHOLE,
      last_update_time: WHOLE,
    },
    tag: { '*': { type: 'text', comparators: [...TEXTS, ...ABSENCE] } },
  },
  aliases: {},
  wrongComparator: tagOr(({ key }, comparator, { comparators }) =>
    key === 'experiment_id'
      ? `Invalid comparator for experiment_id: ${comparator}`
      : `Invalid comparator '${comparator}' not one of '${setOf(comparators)}'`,
  ),
};

export const MODEL_WORDS: Vocabulary = {
  entities: ENTITIES,
  unknownEntity,
  fields: { attribute: { name: LISTED }, tag: { '*': TEXT } },
  aliases: {},
  wrongComparator: tagOr((_, comparator) => `Invalid comparator for attribute: ${comparator}`),
};

const MODEL_KEYS = ['name', 'timestamp', 'creation_timestamp', 'last_updated_timestamp'];

/** What registered models are sorted by. */
export const MODEL_ORDER: Vocabulary = {
  ...MODEL_WORDS,
  fields: { attribute: Object.fromEntries(MODEL_KEYS.map((key) => [key, TEXT])) },
  unknownKey: (key) => `Invalid order by key '${key}' specified. Valid keys are '${setOf(MODEL_KEYS)}'`,
};

export const VERSION_WORDS: Vocabulary = {
  entities: ENTITIES,
  unknownEntity,
  fields: {
    attribute: { name: LISTED, version_number: WHOLE, run_id: LISTED, source_path: TEXT },
    tag: { '*': TEXT },
  },
  aliases: {},
  wrongComparator: tagOr(({ key }, comparator, { type }) =>
    type === 'number'
      ? `Invalid comparator for attribute ${key}: ${comparator}`
      : `Invalid comparator for attribute: ${comparator}`,
  ),
};

/** What model versions are sorted by. */
export const VERSION_ORDER: Vocabulary = {
  ...VERSION_WORDS,
  fields: {
    attribute: {
      name: TEXT,
      version_number: WHOLE,
      creation_timestamp: WHOLE,
      last_updated_timestamp: WHOLE,
    },
    tag: { '*': TEXT },
  },
};
