/** Search of registered models: by name and tags. */
import type { Query } from '../../store/database.ts';
import { compared } from './compared.ts';
import type { ListSearch } from './experiments.ts';
import { type Clause, clausesOf } from './filter.ts';
import { MODEL_ORDER, MODEL_WORDS } from './model-words.ts';
import { type Page, pageOf } from './page.ts';
import { type Piece, q } from './piece.ts';
import { PROMPT, promptsOrModels } from './prompts.ts';
import { type Columns, columnTerms } from './sorted.ts';

const COLUMNS: Columns = {
  name: { value: q`(m.name collate "C")`, type: 'text' },
  timestamp: { value: q`m.updated_at`, type: 'moment' },
  last_updated_timestamp: { value: q`m.updated_at`, type: 'moment' },
  creation_timestamp: { value: q`m.created_at`, type: 'moment' },
};

/**
 * @param hidden names of models that are left out
 * @returns names of registered models, by name where nothing else is asked
 * @throws Unsearchable
 */
export async function searchModels(
  sql: Query,
  { filter, orderBy, maxResults, pageToken }: ListSearch,
  hidden: readonly string[],
): Promise<Page> {
  const { prompts, clauses } = promptsOrModels(clausesOf(filter, MODEL_WORDS));
  return await pageOf(sql, {
    from: q`marea.registered_models m`,
    key: q`array[m.name]`,
    where: [
      q`m.name <> all(${hidden}::text[])`,
      prompts ? q`true` : q`not exists (${tagged(PROMPT)} and x.value = 'true')`,
      ...clauses.map(conditionOf),
    ],
    terms: columnTerms(orderBy, MODEL_ORDER, COLUMNS, [{ key: 'name', ascending: true }]),
    question: ['models', filter, orderBy],
    maxResults,
    pageToken,
  });
}

const tagged = (key: string): Piece =>
  q`select from marea.registered_model_tags x where x.name = m.name and x.key = ${key}::text`;

const conditionOf = (clause: Clause): Piece =>
  clause.entity === 'attribute'
    ? compared(q`m.name`, clause)
    : q`exists (${tagged(clause.key)} and ${compared(q`x.value`, clause)})`;
