/** Searches of what is tracked: runs, experiments, logged models. */
import type { Answer, HttpRequest } from '../../../shared/runtime/http/http.ts';
import { database } from '../../../shared/runtime/resources.ts';
import { experimentsById } from '../../../shared/tracking/mlflow/experiments.ts';
import { readRuns } from '../../../shared/tracking/mlflow/runs.ts';
import { searchExperiments } from '../../../shared/tracking/search/experiments.ts';
import { searchRuns } from '../../../shared/tracking/search/runs.ts';
import { hiddenFrom } from '../reach.ts';
import type { Fields } from '../wire/fields.ts';
import { writtenExperiment, writtenRun } from '../wire/written.ts';
import { experimentIdsIn, listIn, stagesIn, textsIn } from './asked.ts';
import { answered, first, found, inOrder } from './found.ts';

const LIMITS = { usual: 1000, most: 50_000 };

export async function runs(request: HttpRequest, fields: Fields): Promise<Answer> {
  const asked = {
    ...listIn(fields, LIMITS),
    experimentIds: experimentIdsIn(fields),
    orderBy: textsIn(fields, 'order_by'),
    stages: stagesIn(fields, 'run_view_type'),
  };
  const page = await found((sql) => searchRuns(sql, asked, hiddenFrom(request)));
  return await answered('runs', first(page), page.nextPageToken, async (ids) =>
    inOrder(ids, await readRuns(database(), ids), ({ id }) => id).map(writtenRun),
  );
}

export async function experiments(request: HttpRequest, fields: Fields): Promise<Answer> {
  const asked = {
    ...listIn(fields, LIMITS),
    orderBy: textsIn(fields, 'order_by'),
    stages: stagesIn(fields, 'view_type'),
  };
  const page = await found((sql) => searchExperiments(sql, asked, hiddenFrom(request)));
  return await answered('experiments', first(page), page.nextPageToken, async (ids) =>
    inOrder(ids, await experimentsById(database(), ids), ({ id }) => id).map(writtenExperiment),
  );
}
