/** Searches, page by page. */
import type { HttpRequest } from '../../../shared/runtime/http/http.ts';
import type { Routes } from '../../../shared/runtime/http/router.ts';
import type { Fields } from '../wire/fields.ts';
import { reading } from '../wire/rows.ts';
import { queryFields } from './asked.ts';
import { loggedModels } from './logged-models.ts';
import { models, versions } from './models.ts';
import { experiments, runs } from './runs.ts';

type Search = (request: HttpRequest, fields: Fields) => ReturnType<typeof runs>;

/** A body has a long filter in it, at most: see shared/tracking/search/comparisons.ts. */
const LIMIT = 1024 * 1024;

/** What asks is no change, though it is posted. */
const posted = (handle: Search) =>
  ({ needs: 'view', about: 'each', body: 'object', limit: LIMIT, handle }) as const;
const asked = (handle: Search) => reading((request) => handle(request, queryFields(request)));

export const searchRoutes: Routes = {
  'POST /api/2.0/mlflow/runs/search': posted(runs),
  'POST /api/2.0/mlflow/experiments/search': posted(experiments),
  'GET /api/2.0/mlflow/experiments/search': asked(experiments),
  'GET /api/2.0/mlflow/registered-models/search': asked(models),
  'GET /api/2.0/mlflow/model-versions/search': asked(versions),
  'POST /api/2.0/mlflow/logged-models/search': posted(loggedModels),
};
