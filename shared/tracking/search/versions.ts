/** Search of model versions: by model, number, run, source and tags. */
import type { Query } from '../../store/database.ts';
import { compared } from './compared.ts';
import type { ListSearch } from './experiments.ts';
import { type Clause, clausesOf } from './filter.ts';
import { VERSION_ORDER, VERSION_WORDS } from './model-words.ts';
import { type Page, pageOf } from './page.ts';
import { NOTHING, type Piece, q } from './piece.ts';
import { PROMPT, promptsOrModels } from './prompts.ts';
import { type Columns, columnTerms } from './sorted.ts';

const COLUMNS: Columns = {
  name: { value: q`(v.name collate "C")`, type: 'text' },
  version_number: { value: q`v.version`, type: 'whole' },
  creation_timestamp: { value: q`v.created_at`, type: 'moment' },
  last_updated_timestamp: { value: q`v.updated_at`, type: 'moment' },
};
const LAST_CHANGED = ['last_updated_timestamp DESC'];

/**
 * @param hidden names of models that are left out
 * @returns names and numbers of versions, the last changed first where nothing else is asked
 * @throws Unsearchable
 */
export async function searchVersions(
  sql: Query,
  { filter, orderBy, maxResults, pageToken }: ListSearch,
  hidden: readonly string[],
): Promise<Page> {
  const { prompts, clauses } = promptsOrModels(clausesOf(filter, VERSION_WORDS));
  const order = orderBy.length > 0 ? orderBy : LAST_CHANGED;
  return await pageOf(sql, {
    from: q`marea.model_versions v`,
    key: q`array[v.name, v.version::text]`,
    where: [q`v.name <> all(${hidden}::text[])`, prompts ? q`true` : MODELS, ...clauses.map(conditionOf)],
    terms: columnTerms(order, VERSION_ORDER, COLUMNS, [
      { key: 'name', ascending: true },
      { key: 'version_number', ascending: false },
    ]),
    question: ['versions', filter, orderBy],
    maxResults,
    pageToken,
  });
}

/** A prompt is one with all its versions. */
const MODELS = q`v.name not in (
  select p.name from marea.model_version_tags p where p.key = ${PROMPT}::text and p.value = 'true')`;

/** As clients see them. */
const ATTRIBUTES: Readonly<Record<string, Piece>> = {
  name: q`v.name`,
  version_number: q`v.version::float8`,
  run_id: q`coalesce(v.run_id, '')`,
  source_path: q`coalesce(v.storage_location, regexp_replace(v.source, '^s3://models/', 'mlflow-artifacts:/models/'))`,
};

const conditionOf = (clause: Clause): Piece =>
  clause.entity === 'attribute'
    ? compared(ATTRIBUTES[clause.key] ?? NOTHING, clause)
    : q`exists (select from marea.model_version_tags x
                where x.name = v.name and x.version = v.version and x.key = ${clause.key}::text
                  and ${compared(q`x.value`, clause)})`;
