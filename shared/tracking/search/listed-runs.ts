/** Runs as a list of people: those nested in none or in one, narrowed by what they choose, and by a filter as clients write it. */
import type { Query } from '../../store/database.ts';
import type { Page } from './page.ts';
import { type Piece, q } from './piece.ts';
import { RUN_WORDS } from './run-words.ts';
import { pageOfRuns, type RunSearch } from './runs.ts';
import { NUMBERS, type Vocabulary } from './vocabulary.ts';

export interface RunListing extends Pick<RunSearch, 'filter' | 'orderBy' | 'maxResults' | 'pageToken'> {
  /** By name; of all without. */
  readonly experiment?: string | undefined;
  readonly status?: string | undefined;
  /** Part of a name; letters' case does not matter. */
  readonly name?: string | undefined;
  /** Runs nested in this one; without it those that are nested in none. */
  readonly parent?: string | undefined;
}

/** What clients name, and how long a run took. */
const WORDS: Vocabulary = {
  ...RUN_WORDS,
  fields: {
    ...RUN_WORDS.fields,
    attribute: { ...RUN_WORDS.fields.attribute, seconds: { type: 'number', comparators: NUMBERS } },
  },
};

/**
 * @param hidden names of experiments that are left out
 * @returns ids of runs, the newest first where nothing else is asked
 * @throws Unsearchable
 */
export async function listedRuns(sql: Query, listing: RunListing, hidden: readonly string[]): Promise<Page> {
  const { experiment, status, name, parent, filter, orderBy } = listing;
  const question = ['listed', experiment, status, name, parent, filter, orderBy].map((one) => one ?? null);
  return await pageOfRuns(sql, { ...listing, among: among(listing, hidden), question, words: WORDS });
}

function among({ experiment, status, name, parent }: RunListing, hidden: readonly string[]): Piece[] {
  const named = experiment === undefined ? q`` : q` and e.name = ${experiment}::text`;
  return [
    q`r.lifecycle_stage = 'active'`,
    q`r.experiment_id in (
        select e.id from marea.experiments e
        where e.lifecycle_stage = 'active' and e.name <> all(${hidden}::text[])${named})`,
    parent === undefined ? q`r.parent_id is null` : q`r.parent_id = ${parent}::text`,
    ...(status === undefined ? [] : [q`r.status = ${status}::text`]),
    ...(name === undefined ? [] : [q`position(lower(${name}::text) in lower(r.name)) > 0`]),
  ];
}
