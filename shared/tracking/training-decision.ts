/** Whether to train, as a sentence with the numbers: each "no" has its reason, as each "yes". */
import type { Dataset } from '../datasets/declaration.ts';
import type { Query } from '../store/database.ts';
import { activeRun } from './runs.ts';

export interface Situation {
  /** A version is in production. */
  readonly hasModel: boolean;
  readonly drifted: boolean;
  /** Why it drifted, or not. */
  readonly driftReason: string;
  /** Somebody asks for it. */
  readonly asked?: string | undefined;
  /** Clean rows of the data set, and how many of them have origin `source`. */
  readonly rows: number;
  readonly sourceRows: number;
  /** The run that is under way, if any. */
  readonly activeRun?: string | undefined;
}

/** How many clean rows there are and what is under way, as it is now. */
export async function readSituation(
  sql: Query,
  { name }: Dataset,
): Promise<Pick<Situation, 'rows' | 'sourceRows' | 'activeRun'>> {
  const [counted] = await sql<{ rows: number; source_rows: number }[]>`
    select count(*)::int as rows, (count(*) filter (where origin = 'source'))::int as source_rows
    from ${sql(`${name}.clean_data`)}`;
  return {
    rows: counted?.rows ?? 0,
    sourceRows: counted?.source_rows ?? 0,
    activeRun: (await activeRun(sql, name))?.id,
  };
}

export interface TrainingDecision {
  readonly train: boolean;
  readonly reason: string;
}

export function decideTraining(
  { minRows, minSourceShare }: Dataset['training'],
  situation: Situation,
): TrainingDecision {
  const { hasModel, drifted, asked, rows, sourceRows, activeRun } = situation;
  const no = (reason: string): TrainingDecision => ({ train: false, reason });
  const cause = asked ?? (hasModel ? situation.driftReason : 'there is no model yet');
  if (hasModel && !drifted && asked === undefined) return no(`the model stays: ${situation.driftReason}`);
  if (activeRun) return no(`run ${activeRun} is under way`);
  if (rows < minRows) return no(`${count(rows)} clean rows, at least ${count(minRows)} are needed`);
  const share = sourceRows / rows;
  if (share < minSourceShare)
    return no(
      `${percent(share)} of the rows come from the source, at least ${percent(minSourceShare)} are needed`,
    );
  return { train: true, reason: `${cause}; ${count(rows)} clean rows` };
}

const count = (rows: number): string => rows.toLocaleString('en-US');
const percent = (share: number): string => `${Math.floor(share * 10_000) / 100} %`;
