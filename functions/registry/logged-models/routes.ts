/** Logged models: those of MLflow 3, which are there before they are registered. */
import type { Routes } from '../../../shared/runtime/http/router.ts';
import { logging, reading } from '../wire/rows.ts';
import { deleteTag, finish, logParams, remove, setTags } from './changing.ts';
import { create, get } from './making.ts';

export const loggedModelRoutes: Routes = {
  'POST /api/2.0/mlflow/logged-models': logging(create),
  'GET /api/2.0/mlflow/logged-models/*': reading(get),
  'PATCH /api/2.0/mlflow/logged-models/*': logging(finish),
  'DELETE /api/2.0/mlflow/logged-models/*': { needs: 'log', about: 'each', handle: remove },
  'PATCH /api/2.0/mlflow/logged-models/*/tags': logging(setTags),
  'DELETE /api/2.0/mlflow/logged-models/*/tags/*': { needs: 'log', about: 'each', handle: deleteTag },
  'POST /api/2.0/mlflow/logged-models/*/params': logging(logParams),
};
