/** Reads the log of predictions: the newest, those whose truth is known, and what was asked with. */
import type { Query } from '../store/database.ts';

export interface LoggedPrediction {
  readonly request_id: string;
  readonly at: Date;
  readonly model_version: number;
  readonly milliseconds: number | null;
  readonly input: Readonly<Record<string, unknown>>;
  readonly output: Readonly<Record<string, unknown>>;
  readonly actual: unknown;
  readonly actual_at: Date | null;
}

/** Of the newest so many, those that a filter lets through: what none lets through would be looked for in all of them. */
export const LOOKED_THROUGH = 50_000;

/**
 * The newest first. Values of filters are arguments of the query, never part of its text; letters' case does not matter.
 * @param principal only what this one has asked; without it of anybody
 */
export async function newestPredictions(
  sql: Query,
  dataset: string,
  limit: number,
  filters: readonly (readonly [column: string, value: string])[],
  principal?: string,
): Promise<LoggedPrediction[]> {
  const conditions = filters.map(
    ([column, value]) => sql`lower(trim(input->>${column}::text)) = lower(trim(${value}::text))`,
  );
  const where = conditions.reduce((all, one) => sql`${all} and ${one}`, sql`true`);
  const own = principal === undefined ? sql`` : sql`and principal = ${principal}`;
  return await sql<LoggedPrediction[]>`
    select request_id, at, model_version, milliseconds, input, output, actual, actual_at
    from (
      select * from marea.inference_logs where dataset = ${dataset} ${own}
      order by at desc limit ${filters.length > 0 ? LOOKED_THROUGH : limit}) newest
    where ${where} order by at desc limit ${limit}`;
}

export interface PredictionFilter {
  /** Only what this one has asked; without it of anybody. */
  readonly principal?: string | undefined;
  readonly version?: number | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Whether the truth came back. */
  readonly told?: boolean | undefined;
  /** What was asked with; letters' case does not matter. */
  readonly filters: readonly (readonly [column: string, value: string])[];
  /** Id of the last one of the page before. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** A page of the log, the newest first: of the newest 50,000 before the page and within the time, those that fit. */
export async function pageOfPredictions(
  sql: Query,
  dataset: string,
  filter: PredictionFilter,
): Promise<LoggedPrediction[]> {
  const { principal, version, from, to, told, filters, before, limit } = filter;
  const conditions = [
    ...(version === undefined ? [] : [sql`model_version = ${version}`]),
    ...(told === undefined ? [] : [told ? sql`actual is not null` : sql`actual is null`]),
    ...filters.map(
      ([column, value]) => sql`lower(trim(input->>${column}::text)) = lower(trim(${value}::text))`,
    ),
  ];
  const where = conditions.reduce((all, one) => sql`${all} and ${one}`, sql`true`);
  return await sql<LoggedPrediction[]>`
    select ${logged(sql)} from (
      select * from marea.inference_logs
      where dataset = ${dataset} and ${asked(sql, principal)}
        and (${from ?? null}::timestamptz is null or at >= ${from ?? null})
        and (${to ?? null}::timestamptz is null or at < ${to ?? null})
        and (${before ?? null}::text is null
             or (at, request_id) < (select l.at, l.request_id from marea.inference_logs l
                                    where l.dataset = ${dataset} and l.request_id = ${before ?? null}))
      order by at desc, request_id desc limit ${conditions.length > 0 ? LOOKED_THROUGH : limit}) newest
    where ${where} order by at desc, request_id desc limit ${limit}`;
}

/** @param principal whose it has to be; without it anybody's */
export async function predictionNamed(
  sql: Query,
  dataset: string,
  id: string,
  principal?: string,
): Promise<LoggedPrediction | undefined> {
  const [row] = await sql<LoggedPrediction[]>`
    select ${logged(sql)} from marea.inference_logs
    where dataset = ${dataset} and request_id = ${id} and ${asked(sql, principal)}`;
  return row;
}

const logged = (sql: Query) =>
  sql`request_id, at, model_version, milliseconds, input, output, actual, actual_at`;
const asked = (sql: Query, principal: string | undefined) =>
  principal === undefined ? sql`true` : sql`principal = ${principal}`;

/** What an answer was, and what would have been right: as predict logs them. */
export interface Told {
  readonly output: Readonly<Record<string, unknown>>;
  readonly actual: unknown;
  /** When the truth came. */
  readonly toldAt: Date;
}

/** Answers whose truth came within so many days, the newest first. */
export async function newestTold(
  sql: Query,
  dataset: string,
  { days, limit }: { readonly days: number; readonly limit: number },
): Promise<Told[]> {
  return await sql<Told[]>`
    select output, actual, actual_at as "toldAt" from marea.inference_logs
    where dataset = ${dataset} and actual is not null and actual_at > now() - make_interval(days => ${days})
    order by actual_at desc limit ${limit}`;
}

export interface AskedWith {
  readonly column: string;
  readonly value: string | null;
  readonly rows: number;
}

/** Of the predictions of the last 24 hours, the newest `limit`: how often each value of these columns was asked with. */
export async function askedWith(
  sql: Query,
  dataset: string,
  columns: readonly string[],
  limit: number,
): Promise<AskedWith[]> {
  return await sql<AskedWith[]>`
    select "column", input->>"column" as value, count(*)::float8 as rows
    from (
      select input from marea.inference_logs
      where dataset = ${dataset} and at > now() - interval '24 hours'
      order by at desc limit ${limit}) newest
    cross join unnest(${columns}::text[]) as "column"
    group by 1, 2 order by 3 desc, 2`;
}

export interface Unmatched {
  readonly dataset: string;
  readonly words: number;
}

/** True answers to predictions that the log does not have, told longer ago than a log may be on its way. */
export async function unmatchedFeedback(sql: Query, afterSeconds: number): Promise<Unmatched[]> {
  return await sql<Unmatched[]>`
    select dataset, count(*)::int as words from marea.feedback
    where not matched and at < now() - make_interval(secs => ${afterSeconds})
    group by dataset order by dataset`;
}

export interface Answered {
  /** Answers of the last 24 hours, of the newest 10,000. */
  readonly answers: number;
  readonly since: Date | null;
  readonly medianMs: number | null;
  readonly p95Ms: number | null;
}

/** Enough for a quantile, and bounded. */
const MOST_TIMED = 10_000;

/** How long answers took lately, by their own clock. */
export async function answeredLately(sql: Query, dataset: string): Promise<Answered> {
  const [row] = await sql<Answered[]>`
    select count(*)::int as answers, min(at) as since,
           percentile_cont(0.5) within group (order by milliseconds) as "medianMs",
           percentile_cont(0.95) within group (order by milliseconds) as "p95Ms"
    from (
      select at, milliseconds from marea.inference_logs
      where dataset = ${dataset} and at > now() - interval '24 hours'
      order by at desc limit ${MOST_TIMED}) newest`;
  return row ?? { answers: 0, since: null, medianMs: null, p95Ms: null };
}

export interface AnswersOfVersion {
  /** Of the newest 10,000 answers to the data set, those of the version. */
  readonly answers: number;
  readonly of: number;
  readonly last: Date | null;
}

export async function answersOfVersion(
  sql: Query,
  dataset: string,
  version: number,
): Promise<AnswersOfVersion> {
  const [row] = await sql<AnswersOfVersion[]>`
    select (count(*) filter (where model_version = ${version}))::int as answers, count(*)::int as of,
           max(at) filter (where model_version = ${version}) as last
    from (
      select model_version, at from marea.inference_logs
      where dataset = ${dataset} order by at desc limit ${MOST_TIMED}) newest`;
  return row ?? { answers: 0, of: 0, last: null };
}
