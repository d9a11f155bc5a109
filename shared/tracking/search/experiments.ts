/** Search of experiments: by name, id, times and tags. */
import type { Query } from '../../store/database.ts';
import { compared, milliseconds } from './compared.ts';
import { type Clause, clausesOf } from './filter.ts';
import { EXPERIMENT_WORDS } from './model-words.ts';
import { type Page, pageOf } from './page.ts';
import { NOTHING, type Piece, q } from './piece.ts';
import { shown, Unsearchable } from './refused.ts';
import type { Stage } from './runs.ts';
import { type Columns, columnTerms } from './sorted.ts';

export interface ListSearch {
  readonly filter: string;
  readonly orderBy: readonly string[];
  readonly maxResults: number;
  readonly pageToken: string | undefined;
}
export interface ExperimentSearch extends ListSearch {
  readonly stages: readonly Stage[];
}

const COLUMNS: Columns = {
  name: { value: q`(e.name collate "C")`, type: 'text' },
  experiment_id: { value: q`e.id`, type: 'whole' },
  creation_time: { value: q`e.created_at`, type: 'moment' },
  last_update_time: { value: q`e.updated_at`, type: 'moment' },
};
const NEWEST = ['creation_time DESC', 'experiment_id ASC'];

/**
 * @param hidden names of experiments that are left out
 * @returns ids of experiments, the newest first where nothing else is asked
 * @throws Unsearchable
 */
export async function searchExperiments(
  sql: Query,
  { filter, orderBy, stages, maxResults, pageToken }: ExperimentSearch,
  hidden: readonly string[],
): Promise<Page> {
  const order = orderBy.length > 0 ? orderBy : NEWEST;
  return await pageOf(sql, {
    from: q`marea.experiments e`,
    key: q`array[e.id::text]`,
    where: [
      q`e.lifecycle_stage = any(${stages}::text[]) and e.name <> all(${hidden}::text[])`,
      ...clausesOf(filter, EXPERIMENT_WORDS).map(conditionOf),
    ],
    terms: columnTerms(order, EXPERIMENT_WORDS, COLUMNS, [{ key: 'experiment_id', ascending: false }]),
    question: ['experiments', filter, orderBy, stages],
    maxResults,
    pageToken,
  });
}

const ATTRIBUTES: Readonly<Record<string, Piece>> = {
  name: q`e.name`,
  experiment_id: q`e.id::text`,
  creation_time: milliseconds(q`e.created_at`),
  last_update_time: milliseconds(q`e.updated_at`),
};

function conditionOf(clause: Clause): Piece {
  const { entity, key, comparator } = clause;
  if (entity === 'attribute')
    return compared(ATTRIBUTES[key] ?? NOTHING, key === 'experiment_id' ? withIds(clause) : clause);
  const rows = q`select from marea.experiment_tags x where x.experiment_id = e.id and x.key = ${key}::text`;
  if (comparator === 'IS NOT NULL') return q`exists (${rows})`;
  if (comparator === 'IS NULL') return q`not exists (${rows})`;
  return q`exists (${rows} and ${compared(q`x.value`, clause)})`;
}

const withIds = (clause: Clause): Clause => ({
  ...clause,
  value: typeof clause.value === 'object' ? clause.value.map(idOf) : idOf(String(clause.value)),
});

function idOf(text: string): string {
  if (/^\s*[+-]?\d{1,18}\s*$/.test(text)) return BigInt(text.trim().replace('+', '')).toString();
  throw new Unsearchable(`Invalid experiment ID '${shown(text)}'. Experiment ID must be a valid integer.`);
}
