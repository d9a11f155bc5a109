/** Search of runs: by metrics (the last of each key), params, tags, attributes, and the data that they have used. */
import type { Query } from '../../store/database.ts';
import { compared, milliseconds } from './compared.ts';
import { type Clause, clausesOf } from './filter.ts';
import { type Sorting, sortingsOf } from './order.ts';
import { type Page, pageOf } from './page.ts';
import { NOTHING, type Piece, q } from './piece.ts';
import { Unsearchable } from './refused.ts';
import { RUN_WORDS } from './run-words.ts';
import { always, type Term } from './term.ts';
import type { Question } from './token.ts';
import type { Vocabulary } from './vocabulary.ts';

export type Stage = 'active' | 'deleted';

export interface RunSearch {
  readonly experimentIds: readonly string[];
  readonly filter: string;
  readonly orderBy: readonly string[];
  readonly stages: readonly Stage[];
  readonly maxResults: number;
  readonly pageToken: string | undefined;
}

/**
 * @param hidden names of experiments that are left out
 * @returns ids of runs, the newest first where nothing else is asked
 * @throws Unsearchable
 */
export async function searchRuns(sql: Query, search: RunSearch, hidden: readonly string[]): Promise<Page> {
  const { experimentIds, filter, orderBy, stages } = search;
  const among = [
    inExperiments(experimentIds),
    stages.length === 1 ? q`r.lifecycle_stage = ${stages[0] ?? ''}::text` : NOTHING_LEFT_OUT,
    hidden.length > 0 ? outside(hidden) : NOTHING_LEFT_OUT,
  ];
  const question = ['runs', experimentIds, filter, orderBy, stages];
  return await pageOfRuns(sql, { ...search, among, question, words: RUN_WORDS });
}

export interface RunsAsked extends Pick<RunSearch, 'filter' | 'orderBy' | 'maxResults' | 'pageToken'> {
  /** Conditions beside the filter. */
  readonly among: readonly Piece[];
  readonly question: Question;
  readonly words: Vocabulary;
}

/** @throws Unsearchable */
export async function pageOfRuns(sql: Query, asked: RunsAsked): Promise<Page> {
  const { filter, orderBy, among, question, words, maxResults, pageToken } = asked;
  return await pageOf(sql, {
    from: q`marea.runs r`,
    key: q`array[r.id]`,
    where: [...among, ...clausesOf(filter, words).map(conditionOf)],
    terms: termsOf(sortingsOf(orderBy, words)),
    question,
    maxResults,
    pageToken,
  });
}

const NOTHING_LEFT_OUT = q`true`;

/** One alone is read in the order of its index. */
const inExperiments = (ids: readonly string[]): Piece =>
  ids.length === 1
    ? q`r.experiment_id = ${ids[0] ?? ''}::bigint`
    : q`r.experiment_id = any(${ids}::bigint[])`;

const outside = (hidden: readonly string[]): Piece =>
  q`r.experiment_id not in (select e.id from marea.experiments e where e.name = any(${hidden}::text[]))`;

const ATTRIBUTES: Readonly<Record<string, Piece>> = {
  run_id: q`r.id`,
  run_name: q`r.name`,
  status: q`r.status`,
  user_id: q`coalesce(r.user_id, '')`,
  artifact_uri: q`('mlflow-artifacts:/' || r.experiment_id || '/' || r.id || '/artifacts')`,
  seconds: q`extract(epoch from r.ended_at - r.started_at)::float8`,
};
const TIMES: Readonly<Record<string, Piece>> = { start_time: q`r.started_at`, end_time: q`r.ended_at` };

function conditionOf(clause: Clause): Piece {
  const { entity, comparator } = clause;
  if (entity === 'attribute') return attribute(clause);
  if (entity === 'dataset') return usedData(clause);
  const rows = rowsOf(clause);
  if (comparator === 'IS NOT NULL') return q`exists (${rows})`;
  if (comparator === 'IS NULL') return q`not exists (${rows})`;
  return q`exists (${rows} and ${compared(q`x.value`, clause)}${beginning(clause)})`;
}

function attribute(clause: Clause): Piece {
  const time = TIMES[clause.key];
  return compared(time ? milliseconds(time) : (ATTRIBUTES[clause.key] ?? NOTHING), clause);
}

function rowsOf({ entity, key }: Clause): Piece {
  switch (entity) {
    case 'metric':
      return q`select from marea.latest_metrics x where x.run_id = r.id and x.key = ${key}::text`;
    case 'parameter':
      return q`select from marea.params x where x.run_id = r.id and x.key = ${key}::text`;
    default:
      return q`select from marea.tags x where x.run_id = r.id and x.key = ${key}::text`;
  }
}

/** Says nothing new, but the indexes hold values by their beginning: a whole one may be too long for an index. */
const beginning = ({ entity, comparator, value }: Clause): Piece =>
  entity !== 'metric' && comparator === '=' && typeof value === 'string'
    ? q` and left(x.value, 100) = left(${value}::text, 100)`
    : NOTHING;

function usedData(clause: Clause): Piece {
  const values: Readonly<Record<string, Piece>> = {
    name: q`d.name`,
    digest: q`d.digest`,
    context: q`(i.tags ->> 'mlflow.data.context')`,
  };
  return q`exists (select from marea.run_inputs i join marea.input_datasets d on d.id = i.dataset_id
                   where i.run_id = r.id and ${compared(values[clause.key] ?? NOTHING, clause)})`;
}

function termsOf(sortings: readonly Sorting[]): Term[] {
  const asked = sortings.map(termOf);
  const isSorted = (key: string): boolean =>
    sortings.some((sorting) => sorting.entity === 'attribute' && sorting.key === key);
  const newest = isSorted('start_time') ? [] : [always(q`r.started_at`, 'moment', false)];
  return [...asked, ...newest, ...(isSorted('run_id') ? [] : [always(RUN_ID, 'text', true)])];
}

const RUN_ID = q`r.id collate "C"`;

function termOf({ entity, key, ascending }: Sorting, index: number): Term {
  if (entity === 'attribute') return attributeTerm(key, ascending);
  const name = ALIASES[index] ?? NOTHING;
  switch (entity) {
    case 'metric':
      return {
        join: q`left join marea.latest_metrics ${name} on ${name}.run_id = r.id and ${name}.key = ${key}::text`,
        value: q`${name}.value`,
        type: 'number',
        gaps: 'missing or NaN',
        ascending,
      };
    case 'parameter':
      return words(q`left join marea.params ${name} on ${name}.run_id = r.id and ${name}.key = ${key}::text`);
    case 'tag':
      return words(q`left join marea.tags ${name} on ${name}.run_id = r.id and ${name}.key = ${key}::text`);
    default:
      throw new Unsearchable(`Invalid identifier type '${entity}'`);
  }
  function words(join: Piece): Term {
    return { join, value: q`(${name}.value collate "C")`, type: 'text', gaps: 'missing', ascending };
  }
}

function attributeTerm(key: string, ascending: boolean): Term {
  if (key === 'start_time') return always(q`r.started_at`, 'moment', ascending);
  if (key === 'run_id') return always(RUN_ID, 'text', ascending);
  if (key === 'seconds')
    return {
      join: NOTHING,
      value: ATTRIBUTES.seconds ?? NOTHING,
      type: 'number',
      gaps: 'missing',
      ascending,
    };
  const time = TIMES[key];
  const value = time ?? q`(${ATTRIBUTES[key] ?? NOTHING} collate "C")`;
  return { join: NOTHING, value, type: time ? 'moment' : 'text', gaps: 'missing', ascending };
}

/** Names of the joined tables, by what is sorted by them. */
const ALIASES: readonly Piece[] = Array.from({ length: 20 }, (_, index) => ({
  texts: [`o${index}`],
  values: [],
}));
