/** Search of logged models: by attributes, params, tags, and metrics, which may be those on certain data alone. */
import type { Query } from '../../store/database.ts';
import { compared, milliseconds } from './compared.ts';
import { type Clause, clausesOf } from './filter.ts';
import { LOGGED_MODEL_WORDS } from './logged-model-words.ts';
import { type Page, pageOf } from './page.ts';
import { joined, NOTHING, type Piece, q } from './piece.ts';
import { shown, Unsearchable } from './refused.ts';
import { always, type Term } from './term.ts';

/** Data that a metric was measured on; with no digest, whatever it has. */
export interface Data {
  readonly name: string;
  readonly digest: string | undefined;
}

export interface LoggedModelOrder {
  readonly field: string;
  readonly ascending: boolean;
  readonly on: Partial<Data>;
}

export interface LoggedModelSearch {
  readonly experimentIds: readonly string[];
  readonly filter: string;
  readonly datasets: readonly Data[];
  readonly orderBy: readonly LoggedModelOrder[];
  readonly maxResults: number;
  readonly pageToken: string | undefined;
}

/** Things to sort by, and data to narrow by, at most. */
const MOST = 20;

/**
 * @param hidden names of experiments that are left out
 * @returns ids of logged models, the newest first where nothing else is asked
 * @throws Unsearchable
 */
export async function searchLoggedModels(
  sql: Query,
  { experimentIds, filter, datasets, orderBy, maxResults, pageToken }: LoggedModelSearch,
  hidden: readonly string[],
): Promise<Page> {
  if (orderBy.length > MOST || datasets.length > MOST)
    throw new Unsearchable(
      `Invalid search: it may have ${MOST} order_by clauses and ${MOST} datasets at most`,
    );
  return await pageOf(sql, {
    from: q`marea.logged_models m`,
    key: q`array[m.id]`,
    where: [
      q`m.experiment_id = any(${experimentIds}::bigint[]) and m.lifecycle_stage <> 'deleted'`,
      q`m.experiment_id not in (select e.id from marea.experiments e where e.name = any(${hidden}::text[]))`,
      ...conditions(clausesOf(filter, LOGGED_MODEL_WORDS), datasets),
    ],
    terms: termsOf(orderBy),
    question: ['logged models', experimentIds, filter, datasets, orderBy],
    maxResults,
    pageToken,
  });
}

const ATTRIBUTES: Readonly<Record<string, Piece>> = {
  model_id: q`m.id`,
  name: q`m.name`,
  model_type: q`m.model_type`,
  status: q`m.status`,
  source_run_id: q`m.source_run_id`,
  creation_timestamp_ms: milliseconds(q`m.created_at`),
  last_updated_timestamp_ms: milliseconds(q`m.updated_at`),
};

/** Data that no metric of the filter is narrowed by narrows the models: to those with any metric on it. */
function conditions(clauses: readonly Clause[], datasets: readonly Data[]): Piece[] {
  const on = datasets.length === 0 ? q`true` : q`(${joined(datasets.map(measuredOn), ' or ')})`;
  const isNarrowed = datasets.length === 0 || clauses.some(({ entity }) => entity === 'metric');
  return [
    ...clauses.map((clause) => conditionOf(clause, on)),
    ...(isNarrowed
      ? []
      : [q`exists (select from marea.logged_model_metrics x where x.model_id = m.id and ${on})`]),
  ];
}

const measuredOn = ({ name, digest }: Partial<Data>): Piece => {
  const named = name === undefined ? q`true` : q`x.dataset_name = ${name}::text`;
  return digest === undefined ? named : q`(${named} and x.dataset_digest = ${digest}::text)`;
};

function conditionOf(clause: Clause, on: Piece): Piece {
  const { entity, key } = clause;
  if (entity === 'attribute') return compared(ATTRIBUTES[key] ?? NOTHING, clause);
  const value = compared(q`x.value`, clause);
  switch (entity) {
    case 'metric':
      return q`exists (select from marea.logged_model_metrics x
                       where x.model_id = m.id and x.key = ${key}::text and ${value} and ${on})`;
    case 'parameter':
      return q`exists (select from marea.logged_model_params x
                       where x.model_id = m.id and x.key = ${key}::text and ${value})`;
    default:
      return q`exists (select from marea.logged_model_tags x
                       where x.model_id = m.id and x.key = ${key}::text and ${value})`;
  }
}

const COLUMNS: Readonly<Record<string, Pick<Term, 'value' | 'type' | 'gaps'>>> = {
  creation_timestamp_ms: { value: q`m.created_at`, type: 'moment', gaps: 'none' },
  last_updated_timestamp_ms: { value: q`m.updated_at`, type: 'moment', gaps: 'none' },
  model_id: { value: q`(m.id collate "C")`, type: 'text', gaps: 'none' },
  name: { value: q`(m.name collate "C")`, type: 'text', gaps: 'none' },
  model_type: { value: q`(m.model_type collate "C")`, type: 'text', gaps: 'missing' },
  status: { value: q`(m.status collate "C")`, type: 'text', gaps: 'none' },
  source_run_id: { value: q`(m.source_run_id collate "C")`, type: 'text', gaps: 'missing' },
};

function termsOf(orderBy: readonly LoggedModelOrder[]): Term[] {
  const names = orderBy.map(({ field }) => columnOf(field));
  const created = names.includes('creation_timestamp_ms') ? [] : [always(q`m.created_at`, 'moment', false)];
  const id = names.includes('model_id') ? [] : [always(q`(m.id collate "C")`, 'text', true)];
  return [...orderBy.map(termOf), ...created, ...id];
}

const columnOf = (field: string): string =>
  Object.hasOwn(LOGGED_MODEL_WORDS.aliases, field) ? (LOGGED_MODEL_WORDS.aliases[field] ?? field) : field;

function termOf({ field, ascending, on }: LoggedModelOrder, index: number): Term {
  const name = columnOf(field);
  const column = Object.hasOwn(COLUMNS, name) ? COLUMNS[name] : undefined;
  if (column) return { join: NOTHING, ascending, ...column };
  const [, entity, key = ''] = /^([^.]*)\.(.*)$/su.exec(field) ?? [];
  if (entity === undefined) throw new Unsearchable(`Invalid order by field name: ${shown(field)}`);
  if (entity !== 'metrics')
    throw new Unsearchable(`Invalid order by field name: ${shown(field)}. Only metrics are supported.`);
  return metricTerm(key, ascending, on, { texts: [`o${index}`], values: [] });
}

/** By the last that was measured, on that data or on any. */
function metricTerm(key: string, ascending: boolean, on: Partial<Data>, alias: Piece): Term {
  const join = q`left join lateral (
    select x.value from marea.logged_model_metrics x
    where x.model_id = m.id and x.key = ${key}::text and ${measuredOn(on)}
    order by x.at desc, x.step desc, x.run_id limit 1) ${alias} on true`;
  return { join, value: q`${alias}.value`, type: 'number', gaps: 'missing or NaN', ascending };
}
